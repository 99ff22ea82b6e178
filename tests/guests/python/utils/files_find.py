"""find: patterns by name and by path, hidden names, case, order, absolute patterns, what is not there."""
# creates-any
# expect: ['/app/a.py', '/app/b.py', '/app/src/c.py', '/app/src/pkg/.hidden.py', '/app/src/pkg/d.py']
# expect: ['/app/a.py', '/app/b.py']
# expect: ['c.py', '.hidden.py', 'd.py'] PosixPath
# expect: ['/app/src/pkg/.hidden.py', '/app/src/pkg/d.py']
# expect: [] ['c.py']
# expect: ['/app/src/c.py', '/app/src/pkg/.hidden.py', '/app/src/pkg/d.py']
# expect: ['pkg'] ['pkg']
# expect: ['notes[1].txt'] ['A.PY'] ['é.txt']
# expect: ['c.py'] 12 12 0
# expect: ValueError: Path must be within /app: /etc
# expect: ValueError: Path must be within /app: ..
# expect: ValueError: Path must be within /app: ../*
# expect: ValueError: Path must be within /app: src/../../*
# expect: ValueError: Path must be within /app: /etc/*
# expect: ValueError: Path must be within /app: /application/*
# expect: ValueError: pattern must not be empty
# expect: FileNotFoundError: missing
# expect: NotADirectoryError: a.py

from sandbox_utils import find, mkdir, touch


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


mkdir("src/pkg/.cache")
mkdir("empty")
for name in ("b.py", "a.py", "A.PY", "src/c.py", "src/pkg/d.py", "src/pkg/.hidden.py", "src/notes[1].txt", "src/pkg/é.txt"):
    touch(name)

print([str(path) for path in find("*.py")])
print([str(path) for path in find("*.py", recursive=False)])
print([path.name for path in find("*.py", "/app/src")], type(find("*.py")[0]).__name__)
print([str(path) for path in find("pkg/*.py")])
print([str(path) for path in find("pkg/*.py", recursive=False)], [p.name for p in find("src/*.py", recursive=False)])
print([str(path) for path in find("src/**/*.py", recursive=False)])
print([path.name for path in find("pkg")], [path.name for path in find("p?g", "src", False)])
print(
    [path.name for path in find("notes[[]1].txt")],
    [path.name for path in find("[!a-z].PY")],
    [path.name for path in find("é*")],
)
print(
    [path.name for path in find("/app/src/*.py")], len(find("**")), len(find("**", recursive=False)), len(find("*", "empty"))
)
error(lambda: find("*.py", "/etc"))
error(lambda: find("*.py", ".."))
error(lambda: find("../*"))
error(lambda: find("src/../../*"))
error(lambda: find("/etc/*"))
error(lambda: find("/application/*"))
error(lambda: find(""))
error(lambda: find("*", "missing"))
error(lambda: find("*", "a.py"))
