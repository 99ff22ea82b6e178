# A program may delete the standard streams as well as replace them.
# expect: before

import sys

print("before")
del sys.stdout, sys.stderr
