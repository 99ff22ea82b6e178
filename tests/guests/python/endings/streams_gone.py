# Without standard streams an exception is still an exception.
# outcome: exception
# exit: 1
# exception: ZeroDivisionError: division by zero
# stderr-any
# expect-nothing

import builtins
import sys

builtins.print = lambda *a, **k: None
sys.stdout = None
sys.stderr = None
1 / 0
