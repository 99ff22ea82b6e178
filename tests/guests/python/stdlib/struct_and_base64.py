# expect: b'\x01\x00\xff\xff\x00\x00\x80?'
# expect: (1, 65535, 1.0)
# expect: aGVsbG8=
# expect: array('d', [1.0, 2.0]) 3ff0000000000000

import array
import base64
import struct

packed = struct.pack("<HIf", 1, 65535, 1.0)
packed = struct.pack("<HHf", 1, 65535, 1.0)
print(packed)
print(struct.unpack("<HHf", packed))
print(base64.b64encode(b"hello").decode())
print(array.array("d", [1, 2]), struct.pack(">d", 1.0).hex())
