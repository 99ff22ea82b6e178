"""cat and echo: several files, line ends, replacing and appending, what they return."""
# creates-any
# expect: 'some words' '42' '' []
# expect: 'first' 'first\n'
# expect: 'first\nsecond\n\n3.5\n'
# expect: 'new\ncreated by append ü\nnew\n' ''
# expect: 'a\r\nb\rc\ufffd'
# expect: b'a\r\nb\n'
# expect: ''
# expect: FileNotFoundError: /app/missing
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: /etc/test.txt
# expect: FileNotFoundError: /app/missing/x.txt
# expect: IsADirectoryError: /app/folder
# expect: UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800' in position 5: surrogates not allowed
# expect: 'new\n'

from sandbox_utils import cat, echo, ls, mkdir


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


print(repr(echo("some words")), repr(echo(42)), repr(echo("")), ls())
print(repr(echo("first", file="/app/out.txt")), repr(cat("out.txt")))
echo("second\n", "out.txt", append=True)
echo("", "out.txt", True)
echo(3.5, "out.txt", append=True)
print(repr(cat("/app/out.txt")))
echo("new", "out.txt")
echo("created by append ü", "more.txt", append=True)
print(repr(cat("out.txt", "more.txt", "out.txt")), repr(cat()))
open("raw", "wb").write(b"\xef\xbb\xbfa\r\nb\rc\xff")
print(ascii(cat("raw")))
echo("a\r\nb", "raw")
print(open("raw", "rb").read())
open("empty", "w").close()
print(repr(cat("empty")))
mkdir("folder")
error(lambda: cat("missing"))
error(lambda: cat("out.txt", "folder"))
error(lambda: cat("/etc/passwd"))
error(lambda: echo("x", file="/etc/test.txt"))
error(lambda: echo("x", file="missing/x.txt"))
error(lambda: echo("x", file="folder"))
error(lambda: echo("lone \ud800", file="out.txt"))
print(repr(cat("out.txt")))
