# creates: after.txt
# deletes: before.txt
# file: after.txt 8
# expect: False True

import os

os.rename("before.txt", "after.txt")
print(os.path.exists("before.txt"), os.path.exists("after.txt"))
