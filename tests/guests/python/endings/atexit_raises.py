# An exit function that raises prints its traceback and does not stop the ones after it.
# expect: body
# expect: still runs
# stderr-has: ZeroDivisionError: division by zero

import atexit

atexit.register(print, "still runs")


@atexit.register
def broken():
    1 / 0


print("body")
