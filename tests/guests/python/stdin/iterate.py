# stdin: 1 2
# stdin: 3 4
# expect: 10

import sys

print(sum(int(word) for line in sys.stdin for word in line.split()))
