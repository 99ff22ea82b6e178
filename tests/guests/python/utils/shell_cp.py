"""cp: files, folders, into folders, over files, what it refuses."""
# creates-any
# expect: None the text
# expect: the text
# expect:  /app/folder/
# expect: ├── source.txt
# expect: └── sub/
# expect:     └── other.txt
# expect: /app/copy/
# expect: ├── folder/
# expect: │   ├── source.txt
# expect: │   └── sub/
# expect: │       └── other.txt
# expect: ├── source.txt
# expect: └── sub/
# expect:     └── other.txt ['source.txt', 'sub']
# expect: False the text
# expect: IsADirectoryError: folder
# expect: FileNotFoundError: missing
# expect: ValueError: both are the same file: /app/source.txt and /app/source.txt
# expect: ValueError: both are the same file: /app/source.txt and /app/source.txt
# expect: ValueError: both are the same file: /app/source.txt and /app/link
# expect: FileNotFoundError: /app/no/such
# expect: NotADirectoryError: x/
# expect: NotADirectoryError: /app/dest.txt
# expect: ValueError: a folder cannot go into itself: /app/folder to /app/folder/sub/x
# expect: ValueError: a folder cannot go into itself: /app/folder to /app/folder/folder
# expect: NotADirectoryError: dest.txt
# expect: ValueError: a folder cannot go into itself: /app to /app/backup
# expect: IsADirectoryError: /app/trap/source.txt
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: /tmp/x
# expect: ValueError: Path must be within /app: folder/../../tmp
# expect: ['copy', 'dest.txt', 'folder', 'from_link.txt', 'link', 'new', 'source.txt', 'trap']

import os

from sandbox_utils import cat, cp, echo, ls, mkdir, tree


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


echo("the text", "source.txt")
print(cp("/app/source.txt", "/app/dest.txt"), cat("dest.txt"), end="")
echo("something much longer that is replaced", "dest.txt")
cp("source.txt", "dest.txt")
mkdir("folder/sub")
cp("source.txt", "folder")
cp("source.txt", "folder/sub/other.txt")
print(cat("dest.txt"), tree("folder"))
cp("folder", "copy", recursive=True)
cp("folder", "copy", recursive=True)
cp("folder/", "new/", recursive=True)
print(tree("copy"), ls("new"))
os.symlink("source.txt", "link")
cp("link", "from_link.txt")
print(os.path.islink("from_link.txt"), cat("from_link.txt"), end="")
cp("dest.txt", "link")
error(lambda: cp("folder", "x"))
error(lambda: cp("missing", "x"))
error(lambda: cp("source.txt", "source.txt"))
error(lambda: cp("source.txt", "."))
error(lambda: cp("source.txt", "link"))
error(lambda: cp("source.txt", "no/such/x"))
error(lambda: cp("source.txt", "x/"))
error(lambda: cp("source.txt", "dest.txt/x"))
error(lambda: cp("folder", "folder/sub/x", recursive=True))
error(lambda: cp("folder", "folder", recursive=True))
error(lambda: cp("folder", "dest.txt", recursive=True))
error(lambda: cp("/app", "backup", recursive=True))
mkdir("trap/source.txt")
error(lambda: cp("source.txt", "trap"))
error(lambda: cp("/etc/passwd", "x"))
error(lambda: cp("source.txt", "/tmp/x"))
error(lambda: cp("source.txt", "folder/../../tmp"))
print(ls())
os.unlink("link")
