# Closing what one was not given costs only oneself: nothing written to a file afterwards reaches the host's streams.
# outcome-any
# expect-not: to-stdout
# stderr-any
# creates-any

import os

for fd in range(10):
    try:
        os.close(fd)
    except OSError:
        pass
with open("/app/z", "w") as file:
    file.write("to-stdout")
print("hi")
