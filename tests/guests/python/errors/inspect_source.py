# The program can read its own source by the usual ways.
# expect: def shown():
# expect:     return "source"

import inspect


def shown():
    return "source"


print(inspect.getsource(shown), end="")
