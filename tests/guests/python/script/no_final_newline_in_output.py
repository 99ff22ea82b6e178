# Output without a line end arrives, too.
# expect: no newline

import sys

sys.stdout.write("no newline")
