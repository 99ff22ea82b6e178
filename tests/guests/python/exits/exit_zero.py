# outcome: exit
# exit: 0
# expect: before

import sys

print("before")
sys.exit(0)
print("never")
