"""copy_tree: into a new folder, over an existing one, what stays, what it refuses."""
# creates-any
# expect: /app/new/
# expect: └── parents/
# expect:     └── dst/
# expect:         ├── 1.txt
# expect:         ├── bytes.bin
# expect:         └── sub/
# expect:             ├── 2.txt
# expect:             └── empty/
# expect: zwei ü
# expect:  True
# expect: None one
# expect: kept
# expect: IsADirectoryError: /app/clash/1.txt
# expect: FileExistsError: /app/clash2
# expect: ValueError: a folder cannot go into itself: /app/src to /app/src
# expect: ValueError: a folder cannot go into itself: /app/src to /app/src/sub/new/inside
# expect: []
# expect: ValueError: a folder cannot go into itself: /app to /app/backup
# expect: NotADirectoryError: src/1.txt
# expect: FileNotFoundError: missing
# expect: ValueError: Path must be within /app: /etc
# expect: ValueError: Path must be within /app: /tmp/x

from sandbox_utils import cat, copy_tree, echo, find, mkdir, touch, tree


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("src/sub/empty")
echo("one", "src/1.txt")
echo("zwei ü", "src/sub/2.txt")
open("src/bytes.bin", "wb").write(bytes(range(256)))
copy_tree("src", "/app/new/parents/dst")
print(tree("new"))
print(cat("new/parents/dst/sub/2.txt"), open("new/parents/dst/bytes.bin", "rb").read() == bytes(range(256)))

mkdir("old/sub")
echo("kept", "old/sub/kept.txt")
echo("replaced by the copy", "old/1.txt")
print(copy_tree("src", "old"), cat("old/1.txt", "old/sub/kept.txt"), end="")
mkdir("clash/1.txt")
error(lambda: copy_tree("src", "clash"))
touch("clash2")
error(lambda: copy_tree("src", "clash2"))
error(lambda: copy_tree("src", "src"))
error(lambda: copy_tree("src", "src/sub/new/inside"))
print(find("new", "src"))
error(lambda: copy_tree("/app", "backup"))
error(lambda: copy_tree("src/1.txt", "x"))
error(lambda: copy_tree("missing", "x"))
error(lambda: copy_tree("/etc", "x"))
error(lambda: copy_tree("src", "/tmp/x"))
