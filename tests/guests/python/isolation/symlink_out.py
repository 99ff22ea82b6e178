# A link can name what it likes; following it stays inside the tree.
# expect: no content
# expect: no content

import os

for target in ("/etc/passwd", "../../../../etc/passwd"):
    try:
        os.symlink(target, "/tmp/link")
        print(open("/tmp/link").read())
    except OSError:
        print("no content")
    try:
        os.remove("/tmp/link")
    except OSError:
        pass
