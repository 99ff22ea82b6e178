# outcome: exit
# exit: 1
# expect: before

import sys


class Broken:
    def __str__(self):
        raise ValueError("no text")


print("before")
sys.exit(Broken())
