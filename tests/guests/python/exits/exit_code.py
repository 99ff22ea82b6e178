# outcome: exit
# exit: 17
# expect-nothing

import sys

sys.exit(17)
