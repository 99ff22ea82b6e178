# expect: to stdout
# stderr: to stderr

import sys

print("to stdout")
print("to stderr", file=sys.stderr)
