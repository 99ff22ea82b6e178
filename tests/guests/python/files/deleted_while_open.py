# expect: still here
# expect: False

import os

file = open("/tmp/x", "w+")
file.write("still here")
file.flush()
os.remove("/tmp/x")
file.seek(0)
print(file.read())
print(os.path.exists("/tmp/x"))
