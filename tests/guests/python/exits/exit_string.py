# A text goes to stderr, and the code is 1.
# outcome: exit
# exit: 1
# expect-nothing
# stderr: cannot go on: no data

import sys

sys.exit("cannot go on: no data")
