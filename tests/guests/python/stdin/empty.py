# expect: ''
# expect: []
# expect: False

import sys

print(repr(sys.stdin.read()))
print(sys.stdin.readlines())
print(sys.stdin.isatty())
