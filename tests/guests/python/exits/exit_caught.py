# An exit that is caught is none.
# expect: caught 5
# expect: goes on

import sys

try:
    sys.exit(5)
except SystemExit as leaving:
    print("caught", leaving.code)
print("goes on")
