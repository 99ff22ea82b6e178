# The program's text is no file of the workspace: nothing is written there for the host's sake.
# expect: []
# expect: False

import os

print(os.listdir("/app"))
print(os.path.exists(__file__))
