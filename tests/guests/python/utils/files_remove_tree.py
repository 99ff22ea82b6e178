"""remove_tree: whole folders, by pattern, never /app itself."""
# creates: keep/me.txt, notes.log
# expect: None ['b.txt', 'old', 'x']
# expect: ['/app/keep/me.txt', '/app/keep/sub']
# expect: False
# expect: ['keep', 'notes.log']
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: /app itself must stay: /app
# expect: ValueError: Path must be within /app: /tmp
# expect: ValueError: Path must be within /app: ../tmp
# expect: ValueError: Path must be within /app: ../*
# expect: FileNotFoundError: missing
# expect: NotADirectoryError: notes.log

import os

from sandbox_utils import find, mkdir, remove_tree, touch


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("logs/old/x")
for name in ("logs/a.log", "logs/b.txt", "logs/old/c.log", "logs/old/x/d.log", "notes.log"):
    touch(name)
mkdir("keep/cache/cache")
mkdir("keep/sub/cache")
for name in ("keep/me.txt", "keep/cache/1", "keep/cache/cache/2", "keep/sub/cache/3"):
    touch(name)
print(remove_tree("logs", pattern="*.log"), [path.name for path in find("*", "logs")])
remove_tree("keep", "cache")
print([str(path) for path in find("*", "keep")])
remove_tree("/app/logs")
print(os.path.exists("logs"))
mkdir("deep/" + "d/" * 25)
remove_tree("deep")
remove_tree("/app", "sub")
print(sorted(os.listdir()))
for path in ("/app", ".", "keep/..", "/app/", "/app/keep/../"):
    error(lambda: remove_tree(path))
error(lambda: remove_tree("/tmp"))
error(lambda: remove_tree("../tmp", "*"))
error(lambda: remove_tree("keep", "../*"))
error(lambda: remove_tree("missing"))
error(lambda: remove_tree("notes.log"))
