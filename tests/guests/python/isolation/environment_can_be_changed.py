# expect: 1
# expect: None

import os

os.environ["MINE"] = "1"
print(os.getenv("MINE"))
del os.environ["MINE"]
print(os.getenv("MINE"))
