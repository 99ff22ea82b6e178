"""ls: names and details, hidden ones, files, links."""
# creates-any
# expect: ['A.txt', 'b.txt', 'link', 'out', 'sub'] ['.hidden', 'A.txt', 'b.txt', 'link', 'out', 'sub'] [] ['b.txt'] ['.hidden']
# expect: ['dir'] True
# expect: {'name': 'A.txt', 'size': 9, 'is_dir': False, 'type': 'file', 'permissions': '-rw-------'} True
# expect: {'name': 'b.txt', 'size': 0, 'is_dir': False, 'type': 'file', 'permissions': '-rw-------'} True
# expect: {'name': 'link', 'size': 5, 'is_dir': False, 'type': 'link', 'permissions': 'lrwxrwxrwx'} True
# expect: {'name': 'out', 'size': 9, 'is_dir': False, 'type': 'link', 'permissions': 'lrwxrwxrwx'} True
# expect: {'name': 'sub', 'size': 0, 'is_dir': True, 'type': 'dir', 'permissions': 'drwx------'} True
# expect: [{'name': 'b.txt', 'size': 0, 'is_dir': False, 'type': 'file', 'modified': '2023-11-14T22:13:20+00:00', 'permissions': '-rw-------'}]
# expect: ['.hidden', 'A.txt', 'b.txt', 'link', 'out', 'sub'] 6
# expect: FileNotFoundError: missing
# expect: ValueError: Path must be within /app: /etc
# expect: ValueError: Path must be within /app: /app/../../etc
# expect: ValueError: Path must be within /app: dir/out

import os
from datetime import UTC, datetime

from sandbox_utils import echo, ls, mkdir, rm, touch


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("dir/sub")
touch("dir/b.txt")
echo("12345678", "dir/A.txt")
touch("dir/.hidden")
os.symlink("b.txt", "dir/link")
os.symlink("../../etc", "dir/out")
print(ls("dir"), ls("dir", all=True), ls("/app/dir/sub"), ls("dir/b.txt"), ls("dir/.hidden"))
print(ls(), ls(".") == ls("/app") == ls("/app/") == ls("dir/.."))
for entry in ls("dir", long=True):
    age = datetime.now(UTC) - datetime.fromisoformat(entry.pop("modified"))
    print(entry, 0 <= age.total_seconds() < 600)
os.utime("dir/b.txt", (0, 1_700_000_000.75))
print(ls("dir/b.txt", long=True))
print([entry["name"] for entry in ls("dir", all=True, long=True)], len(ls("dir", True, True)))
error(lambda: ls("missing"))
error(lambda: ls("/etc"))
error(lambda: ls("/app/../../etc"))
error(lambda: ls("dir/out"))
rm("dir/out"), rm("dir/link")
