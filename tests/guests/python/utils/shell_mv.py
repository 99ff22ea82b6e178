"""mv: renaming, into folders, over files, links, what it refuses."""
# creates-any
# expect: None ['new.txt'] the text
# expect: ['target.txt'] the text
# expect: /app/
# expect: └── archive/
# expect:     ├── 2024/
# expect:     │   └── renamed.txt
# expect:     └── other/
# expect:         └── inside
# expect: ['archive', 'emptied', 'moved2'] ['renamed.txt']
# expect: moved2/renamed.txt the text
# expect: False the text
# expect: FileNotFoundError: missing
# expect: ValueError: both are the same file: link2 and link2
# expect: ValueError: both are the same file: link2 and .
# expect: FileNotFoundError: /app/no
# expect: NotADirectoryError: x/
# expect: ValueError: a folder cannot go into itself: /app/archive to /app/archive/other/x
# expect: ValueError: a folder cannot go into itself: /app/archive to /app/archive/archive
# expect: NotADirectoryError: /app/link2
# expect: IsADirectoryError: /app/trap/link2
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: /tmp/x
# expect: ValueError: Path must be within /app: ../x
# expect: OSError ['other']
# expect: ['archive', 'emptied', 'link2', 'moved2', 'trap']

import os

from sandbox_utils import cat, echo, ls, mkdir, mv, touch, tree


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


echo("the text", "old.txt")
print(mv("/app/old.txt", "/app/new.txt"), ls(), cat("new.txt"), end="")
echo("replaced", "target.txt")
mv("new.txt", "target.txt")
print(ls(), cat("target.txt"), end="")
mkdir("archive/2024")
mv("target.txt", "archive/")
mv("archive/target.txt", "archive/2024/renamed.txt")
mkdir("other")
touch("other/inside")
mv("other", "archive")
print(tree())
mv("archive/2024", "moved")
mkdir("emptied")
mv("moved", "emptied/../moved2/")
print(ls(), ls("moved2"))
os.symlink("moved2/renamed.txt", "link")
mv("link", "link2")
print(os.readlink("link2"), cat("link2"), end="")
echo("x", "file.txt")
mv("file.txt", "link2")
print(os.path.islink("link2"), cat("moved2/renamed.txt"), end="")
error(lambda: mv("missing", "x"))
error(lambda: mv("link2", "link2"))
error(lambda: mv("link2", "."))
error(lambda: mv("link2", "no/such"))
error(lambda: mv("link2", "x/"))
error(lambda: mv("archive", "archive/other/x"))
error(lambda: mv("archive", "archive"))
error(lambda: mv("archive", "link2"))
mkdir("trap/link2")
mkdir("trap/archive/full")
error(lambda: mv("link2", "trap"))
error(lambda: mv("/app", "x"))
error(lambda: mv(".", "moved2"))
error(lambda: mv("/etc/passwd", "x"))
error(lambda: mv("link2", "/tmp/x"))
error(lambda: mv("link2", "../x"))
try:
    mv("archive", "trap")
except OSError as refused:
    print(type(refused).__name__, ls("archive"))
print(ls())
