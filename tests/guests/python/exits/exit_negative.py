# An exit status is a byte: -1 is 255 to whoever waits for the program.
# outcome: exit
# exit: 255
# expect-nothing

import sys

sys.exit(-1)
