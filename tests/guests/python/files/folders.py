# creates: a/b/c/deep.txt, a/top.txt
# expect: ['b', 'top.txt']
# expect: True True
# expect: OSError
# expect: FileExistsError

import os

os.makedirs("a/b/c")
open("a/b/c/deep.txt", "w").close()
open("a/top.txt", "w").close()
print(sorted(os.listdir("a")))
print(os.path.isdir("a/b"), os.path.isfile("a/top.txt"))
try:
    os.rmdir("a/b")
except OSError as error:
    print(type(error).__name__)
try:
    os.mkdir("a")
except OSError as error:
    print(type(error).__name__)
