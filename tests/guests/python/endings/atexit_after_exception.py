# Exit functions run after an exception that nobody caught.
# outcome: exception
# exit: 1
# exception: ValueError: body
# stderr-has: ValueError: body
# expect: exit function

import atexit

atexit.register(print, "exit function")
raise ValueError("body")
