"""tree: the drawing, depth limits, order, an empty folder, many levels."""
# creates-any
# expect: /app/top/
# expect: ├── .dot
# expect: ├── a/
# expect: │   ├── b/
# expect: │   │   └── c/
# expect: │   │       └── deep.txt
# expect: │   └── one.txt
# expect: ├── m.txt
# expect: └── z/
# expect: /app/top/
# expect: ├── .dot
# expect: ├── a/
# expect: ├── m.txt
# expect: └── z/
# expect: 6 False /app/top/z/ /app/top/
# expect: /app/ False
# expect: 26
# expect: ValueError: max_depth must not be negative: -1
# expect: ValueError: Path must be within /app: /etc
# expect: NotADirectoryError: top/m.txt
# expect: FileNotFoundError: missing

from sandbox_utils import mkdir, touch, tree


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("/app/top/a/b/c")
mkdir("top/z")
for name in ("top/m.txt", "top/a/b/c/deep.txt", "top/a/one.txt", "top/.dot"):
    touch(name)
print(tree("top"))
print(tree("top", max_depth=1))
print(tree("/app/top/", 2).count("\n"), "c/" in tree("top", max_depth=2), tree("top/z"), tree("top", max_depth=0))
print(tree().splitlines()[0], tree().endswith("\n"))
mkdir("deep/" + "d/" * 25)
print(len(tree("deep").splitlines()))
error(lambda: tree("top", max_depth=-1))
error(lambda: tree("/etc"))
error(lambda: tree("top/m.txt"))
error(lambda: tree("missing"))
