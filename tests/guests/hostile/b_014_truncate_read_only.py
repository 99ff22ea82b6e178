import os

PATH = "/library/six.py"
for attempt in (
    lambda: os.open(PATH, os.O_RDONLY | os.O_TRUNC),
    lambda: os.truncate(PATH, 0),
    lambda: os.ftruncate(os.open(PATH, os.O_RDONLY), 0),
    lambda: os.utime(PATH, (0, 0)),
    lambda: os.remove(PATH),
):
    try:
        attempt()
        print("done")
    except OSError:
        print("refused")
print(open(PATH).read())
