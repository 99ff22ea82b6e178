# Exit functions run after sys.exit, and do not change its code.
# outcome: exit
# exit: 7
# expect: body
# expect: exit function

import atexit
import sys

atexit.register(print, "exit function")
print("body")
sys.exit(7)
