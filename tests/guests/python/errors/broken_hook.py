# A hook that fails itself: the traceback is printed as if there were none.
# outcome: exception
# exception: ValueError: first
# expect-nothing
# stderr-has: ValueError: first

import sys


def hook(kind, error, trace):
    raise RuntimeError("in the hook")


sys.excepthook = hook
raise ValueError("first")
