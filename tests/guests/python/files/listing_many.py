# A folder with more entries than fit one buffer is listed completely, also while it changes.
# expect: 1500 1500
# expect: 0

import os

os.mkdir("/tmp/many")
for n in range(1500):
    open(f"/tmp/many/{n}", "w").close()
names = os.listdir("/tmp/many")
print(len(names), len(set(names)))
with os.scandir("/tmp/many") as entries:
    for entry in entries:
        os.remove(entry.path)
print(len(os.listdir("/tmp/many")))
