# Codes from 126 on are as good as any other.
# outcome: exit
# exit: 200
# expect-nothing

import sys

sys.exit(200)
