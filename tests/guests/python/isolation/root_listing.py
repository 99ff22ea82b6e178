# What the guest sees of the world.
# expect: ['app', 'packages', 'tmp', 'usr']
# expect: []
# expect: []

import os

print(sorted(os.listdir("/")))
print(os.listdir("/app"))
print(os.listdir("/tmp"))
