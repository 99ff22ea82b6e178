# The program can format its own tracebacks, with its own lines.
# expect: Traceback (most recent call last):
# expect:   File "/app/main.py", line 12, in <module>
# expect:     broken()
# expect:     ~~~~~~^^
# expect:   File "/app/main.py", line 10, in broken
import traceback

def broken():
    raise LookupError("here")
try:
    broken()
except LookupError:
    print("\n".join(traceback.format_exc().splitlines()[:5]))
