# Without an exception hook the traceback is printed all the same.
# outcome: exception
# exit: 1
# exception: ZeroDivisionError: division by zero
# line: 12
# stderr-has: ZeroDivisionError: division by zero
# expect-nothing

import sys

del sys.excepthook
1 / 0
