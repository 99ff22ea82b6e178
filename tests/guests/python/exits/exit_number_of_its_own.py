# outcome: exit
# exit: 5
# expect-nothing

import sys


class Number(int):
    def __and__(self, other):
        return "not a number"


sys.exit(Number(5))
