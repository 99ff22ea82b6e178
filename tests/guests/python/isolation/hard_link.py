# creates: a.txt
# expect: OSError

import os

open("a.txt", "w").close()
try:
    os.link("a.txt", "b.txt")
except OSError:
    print("OSError")
