"""rm: files, folders, links, what is not there, /app itself."""
# creates: target.txt
# expect: IsADirectoryError: dir
# expect: IsADirectoryError: empty
# expect: ['dir', 'empty', 'target.txt'] ['x']
# expect: ['target.txt'] None None
# expect: FileNotFoundError: file.txt
# expect: FileNotFoundError: target.txt/below
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: Path must be within /app: /
# expect: ValueError: Path must be within /app: /etc
# expect: ValueError: Path must be within /app: ..
# expect: ValueError: Path must be within /app: ../app2
# expect: ValueError: Path must be within /app: /app/../etc
# expect: ValueError: Path must be within /app: /application
# expect: ['target.txt']

import os

from sandbox_utils import echo, ls, mkdir, rm, touch


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


touch("file.txt")
mkdir("dir/sub")
touch("dir/sub/x")
mkdir("empty")
echo("stays", "target.txt")
os.symlink("target.txt", "link")
os.symlink("dir", "dirlink")
os.symlink("../etc/passwd", "out")
os.symlink("nowhere", "dangling")
error(lambda: rm("dir"))
error(lambda: rm("empty", force=True))
rm("file.txt"), rm("link"), rm("dirlink", recursive=True), rm("out"), rm("dangling")
print(ls(), ls("dir/sub"))
rm("dir", recursive=True)
rm("/app/empty/", recursive=True)
print(ls(), rm("file.txt", force=True), rm("no/such/folder", force=True, recursive=True))
error(lambda: rm("file.txt"))
error(lambda: rm("target.txt/below"))
for path in ("/app", "/app/", ".", "./", "/app/.", "x/..", "//app"):
    error(lambda: rm(path, recursive=True, force=True))
for path in ("/", "/etc", "..", "../app2", "/app/../etc", "/application"):
    error(lambda: rm(path, recursive=True, force=True))
print(ls())
