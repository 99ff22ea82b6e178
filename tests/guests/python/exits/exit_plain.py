# outcome: exit
# exit: 0
# expect-nothing

import sys

sys.exit()
