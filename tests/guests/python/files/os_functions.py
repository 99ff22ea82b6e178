# creates: b.txt
# expect: 4 b'data'
# expect: True
# expect: ['b.txt']

import os

fd = os.open("a.txt", os.O_CREAT | os.O_RDWR)
print(os.write(fd, b"data"), os.pread(fd, 10, 0))
os.fsync(fd)
os.close(fd)
os.replace("a.txt", "b.txt")
print(os.access("b.txt", os.R_OK))
print([entry.name for entry in os.scandir(".")])
