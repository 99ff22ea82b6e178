import os

open("/app/f", "w").close()
for time in (-(2**63), -1, 0, 2**62, 2**63 - 1):
    try:
        os.utime("/app/f", ns=(time, time))
        os.stat("/app/f")
        print("ok")
    except (OSError, OverflowError) as error:
        print(type(error).__name__)
