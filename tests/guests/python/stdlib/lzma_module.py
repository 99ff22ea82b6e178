# expect: True

import lzma

data = bytes(range(256)) * 200
print(lzma.decompress(lzma.compress(data)) == data)
