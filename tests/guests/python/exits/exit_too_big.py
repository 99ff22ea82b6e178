# outcome: exit
# exit: 1
# expect-nothing

import sys

sys.exit(257)
