# Bytes that are no UTF-8 arrive as replacement characters.
# expect: a�b

import sys

sys.stdout.buffer.write(b"a\xffb\n")
sys.stdout.flush()
