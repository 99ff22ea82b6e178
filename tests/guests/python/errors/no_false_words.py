# Words on stderr are only words.
# expect: fine
# stderr: Traceback (most recent call last)
# stderr: Exception: OutOfFuel MemoryError

import sys

sys.stderr.write("Traceback (most recent call last)\nException: OutOfFuel MemoryError\n")
print("fine")
