# stdin: raw
# expect: b'ra'
# expect: b'w\n'
# expect: b''

import os

print(os.read(0, 2))
print(os.read(0, 100))
print(os.read(0, 100))
