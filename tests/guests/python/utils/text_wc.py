"""wc: what the command counts."""
# creates-any
# expect: {'lines': 2, 'words': 6, 'chars': 19}
# expect: 0 0 0
# expect: 0 5 21
# expect: 3 0 3
# expect: 1 2 16
# expect: 1 3 9
# expect: 1 1 5
# expect: 1 2 5
# expect: 0 4 22
# expect: 1 100000 500001
# expect: 1 2 65539
# expect: 1 2 65538
# expect: 0 1 200000
# expect: FileNotFoundError: /app/missing
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd

from sandbox_utils import echo, mkdir, wc


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


def count(data):
    open("x", "wb").write(data)
    print(*wc("x").values())


echo("to be or not\nto be", "/app/test.txt")
print(wc("test.txt"))
count(b"")
count(b"no newline at the end")
count(b"\n\n\n")
count(b"  two   words \r\n")
count("ünï 日本 🐍\n".encode())
count(b"\xef\xbb\xbfbom\n")
count(b"a\xffb c\n")
count(b"tab\tvertical\x0bform\x0cfeed")
count(b"word " * 100_000 + b"\n")
count(b"x" * 65_536 + b" y\n")
count(b"x" * 65_535 + b" y\n")
count(b"x" * 200_000)
mkdir("folder")
error(lambda: wc("missing"))
error(lambda: wc("folder"))
error(lambda: wc("/etc/passwd"))
