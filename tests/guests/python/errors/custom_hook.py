# The program's own excepthook decides what is printed; the result knows the exception all the same.
# outcome: exception
# exception: ValueError: hooked
# expect-nothing
# stderr: hook: ValueError hooked True

import sys


def hook(kind, error, trace):
    print("hook:", kind.__name__, error, trace is not None, file=sys.stderr)


sys.excepthook = hook
raise ValueError("hooked")
