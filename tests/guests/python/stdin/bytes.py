# stdin: abc
# expect: b'abc\n'
# expect: b''

import sys

print(sys.stdin.buffer.read())
print(sys.stdin.buffer.read())
