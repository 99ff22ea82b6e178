import errno
import os

written = 0
file = open("/app/fill", "wb", buffering=0)
try:
    while 1:
        written += file.write(b"x" * (1 << 20))
except OSError as error:
    print("full", errno.errorcode[error.errno], written <= 32 << 20)
file.close()
os.remove("/app/fill")
print("freed", open("/app/again", "wb").write(bytes(16 << 20)) == 16 << 20)
