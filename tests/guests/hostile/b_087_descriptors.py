import errno

open("/app/f", "w").close()
files = []
try:
    while 1:
        files.append(open("/app/f"))
except OSError as error:
    print(errno.errorcode[error.errno], len(files) <= 64)
