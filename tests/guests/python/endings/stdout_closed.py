# expect: before
# stderr-any

import sys

print("before")
sys.stdout.close()
