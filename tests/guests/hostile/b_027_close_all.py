import os

for fd in range(10):
    try:
        os.close(fd)
    except OSError:
        pass
open("/app/z", "w").write("to-stdout?")
print("hi")
