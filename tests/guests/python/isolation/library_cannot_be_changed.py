# expect: truncate refused
# expect: write refused
# expect: remove refused
# expect: rename refused

import os

library = "/usr/local/lib/python315.zip"
for name, attempt in {
    "truncate": lambda: os.open(library, os.O_RDONLY | os.O_TRUNC),
    "write": lambda: open(library, "r+b"),
    "remove": lambda: os.remove(library),
    "rename": lambda: os.rename(library, "/app/mine.zip"),
}.items():
    try:
        attempt()
        print(name, "allowed")
    except OSError:
        print(name, "refused")
