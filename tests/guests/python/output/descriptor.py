# expect: through the descriptor

import os

os.write(1, b"through the descriptor\n")
