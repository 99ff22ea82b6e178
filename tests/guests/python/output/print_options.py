# expect: 1-2-3!
# expect: 0%

import sys

print(1, 2, 3, sep="-", end="!\n", flush=True)
print("0%", file=sys.stdout)
