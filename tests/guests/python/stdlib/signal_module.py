# Nothing sends signals; a program that sets a handler goes on.
# expect: set

import signal

try:
    signal.signal(signal.SIGINT, lambda *_: None)
except (ValueError, OSError):
    pass
print("set")
