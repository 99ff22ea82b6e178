# The interpreter ends itself: no limit, no exit, a trap.
# outcome: trap
# exit: 118
# expect: before
# stderr-any

import os

print("before")
os.abort()
