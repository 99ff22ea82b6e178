# creates: f.txt
# expect: 5 True False
# expect: 1000000000.0
# expect: True

import os
import time

with open("f.txt", "w") as file:
    file.write("12345")
info = os.stat("f.txt")
print(info.st_size, os.path.isfile("f.txt"), os.path.islink("f.txt"))
os.utime("f.txt", (1_000_000_000, 1_000_000_000))
print(os.path.getmtime("f.txt"))
with open("f.txt", "a") as file:
    file.write("6")
print(os.path.getmtime("f.txt") > 1_000_000_000)
