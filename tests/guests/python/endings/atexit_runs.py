# Exit functions run at the end of a script, last registered first, and may print.
# expect: body
# expect: second registered
# expect: first registered

import atexit

atexit.register(print, "first registered")
atexit.register(print, "second registered")
print("body")
