"""walk: order, filters, laziness, changes meanwhile, errors when it is called."""
# creates-any
# expect: ['a', 'a/1.txt', 'a/inner', 'a/inner/2.csv', 'b', 'b/3.txt', 'top.csv']
# expect: ['1.txt', '2.csv', '3.txt', 'top.csv']
# expect: ['2.csv', 'top.csv']
# expect: ['a'] a ['a'] True
# expect: ['3.txt'] 8
# expect: ['b', '3.txt', 'top.csv']
# expect: ValueError: Path must be within /app: /etc
# expect: FileNotFoundError: missing
# expect: NotADirectoryError: data/top.csv

from pathlib import Path

from sandbox_utils import mkdir, remove_tree, touch, walk


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("data/a/inner")
mkdir("data/b")
for name in ("data/a/1.txt", "data/a/inner/2.csv", "data/b/3.txt", "data/top.csv"):
    touch(name)
print([str(path.relative_to("/app/data")) for path in walk("data")])
print([path.name for path in walk("data", Path.is_file)])
print([path.name for path in walk("/app/data", filter_func=lambda path: path.suffix == ".csv")])
asked = []
found = walk("data", lambda path: asked.append(path.name) or True)
print(asked, next(found).name, asked, iter(found) is found)
print([path.name for path in walk("data/b")], len(list(walk())))
for path in walk("data"):
    if path.name == "a":
        remove_tree(path)
print([path.name for path in walk("data")])
error(lambda: walk("/etc"))
error(lambda: walk("missing"))
error(lambda: walk("data/top.csv"))
