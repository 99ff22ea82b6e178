"""touch and mkdir: new ones, ones that are there, parents."""
# creates: a.txt
# expect: 5 True
# expect: None None None ['q', 'y'] ['z']
# expect: FileExistsError: /app/x
# expect: FileNotFoundError: /app/n/m
# expect: FileExistsError: /app/a.txt
# expect: NotADirectoryError: /app/a.txt/below
# expect: ValueError: Path must be within /app: /etc/x
# expect: ValueError: Path must be within /app: ../x
# expect: FileNotFoundError: /app/missing/x
# expect: ValueError: Path must be within /app: /etc/x
# expect: ValueError: Path must be within /app: x/../../y
# expect: ['a.txt', 'x']

import os

from sandbox_utils import echo, ls, mkdir, touch


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


touch("/app/a.txt")
os.utime("a.txt", (0, 0))
echo("kept", "a.txt")
os.utime("a.txt", (0, 0))
touch("a.txt")
print(os.stat("a.txt").st_size, os.stat("a.txt").st_mtime > 1_000_000)
print(mkdir("x/y/z"), mkdir("x/y/z"), mkdir("/app/x/q", parents=False), ls("x"), ls("x/y"))
mkdir("/app")
error(lambda: mkdir("x", parents=False))
error(lambda: mkdir("n/m", parents=False))
error(lambda: mkdir("a.txt"))
error(lambda: mkdir("a.txt/below"))
error(lambda: mkdir("/etc/x"))
error(lambda: mkdir("../x"))
error(lambda: touch("missing/x"))
error(lambda: touch("/etc/x"))
error(lambda: touch("x/../../y"))
print(ls())
