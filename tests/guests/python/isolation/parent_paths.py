# Above the root is the root, as everywhere; nothing leads out.
# expect: True
# expect: OSError
# expect: OSError

import os

print(sorted(os.listdir("/app/../../..")) == sorted(os.listdir("/")))
for path in ("../../../../etc/passwd", "/app/../../../../etc/hostname"):
    try:
        open(path)
    except OSError:
        print("OSError")
