# An exit whose text raises, even what is no `Exception`, is one with code 1.
# outcome: exit
# exit: 1
# expect-nothing

import sys


class Text:
    def __str__(self):
        raise KeyboardInterrupt


sys.exit(Text())
