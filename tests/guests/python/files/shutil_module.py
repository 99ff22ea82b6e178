# creates: backup/deep/a.txt, copy.txt, tree/a.txt, tree.zip
# expect: 3
# expect: True
# expect: ['deep']
# expect: ['a.txt']

import os
import shutil

os.mkdir("tree")
with open("tree/a.txt", "w") as file:
    file.write("aaa")
shutil.copy("tree/a.txt", "copy.txt")
print(os.path.getsize("copy.txt"))
shutil.copytree("tree", "backup/deep")
print(os.path.exists("backup/deep/a.txt"))
print(os.listdir("backup"))
shutil.make_archive("tree", "zip", "tree")
shutil.unpack_archive("tree.zip", "/tmp/out")
print(os.listdir("/tmp/out"))
shutil.rmtree("/tmp/out")
