# stdin: one
# stdin: two ✓
# expect: ['one\n', 'two ✓\n']
# expect: ''

import sys

print(sys.stdin.readlines())
print(repr(sys.stdin.read()))
