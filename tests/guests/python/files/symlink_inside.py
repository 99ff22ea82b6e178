# Links inside the tree work; a loop is an error and no hang.
# creates: link, target.txt
# expect: content
# expect: target.txt True
# expect: True

import os

with open("target.txt", "w") as file:
    file.write("content")
os.symlink("target.txt", "link")
print(open("link").read())
print(os.readlink("link"), os.path.islink("link"))
os.symlink("/tmp/b", "/tmp/a")
os.symlink("/tmp/a", "/tmp/b")
try:
    open("/tmp/a")
except OSError as error:
    print(True)
