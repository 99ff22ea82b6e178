# No stream is a terminal, and the usual width is assumed.
# expect: False False
# expect: 80 24

import shutil
import sys

print(sys.stdout.isatty(), sys.stderr.isatty())
size = shutil.get_terminal_size()
print(size.columns, size.lines)
