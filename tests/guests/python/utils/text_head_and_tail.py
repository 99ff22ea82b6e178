"""head and tail: the default, more than there is, none, line ends, no newline at the end."""
# creates-any
# expect: 'row 1\nrow 2\n' 'row 24\nrow 25\n'
# expect: 10 row 16
# expect: True True
# expect: '' ''
# expect: '\xe4\r\nb\rc\u2028d\x0be\r\n' 'last' 'b\rc\u2028d\x0be\r\nlast'
# expect: '' ''
# expect: 'one \ufffd\n' 'one \ufffd\n'
# expect: '9998\n9999\n' 9999
# expect: ValueError: lines must not be negative: -1
# expect: FileNotFoundError: /app/missing
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: lines must not be negative: -1
# expect: FileNotFoundError: /app/missing
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd

from sandbox_utils import echo, head, mkdir, tail


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


echo("\n".join(f"row {number}" for number in range(1, 26)), "lines.txt")
print(repr(head("lines.txt", 2)), repr(tail("lines.txt", lines=2)))
print(head("lines.txt").count("\n"), tail("/app/lines.txt").splitlines()[0])
print(
    head("lines.txt", 15) + tail("lines.txt", 10) == open("lines.txt").read(), head("lines.txt", 99) == tail("lines.txt", 99)
)
print(repr(head("lines.txt", 0)), repr(tail("lines.txt", 0)))
open("ends.txt", "wb").write("ä\r\nb\rc\u2028d\x0be\r\nlast".encode())
print(ascii(head("ends.txt", 2)), ascii(tail("ends.txt", 1)), ascii(tail("ends.txt", 2)))
open("empty.txt", "w").close()
print(repr(head("empty.txt")), repr(tail("empty.txt")))
open("bytes.txt", "wb").write(b"\xef\xbb\xbfone \xff\n")
print(ascii(head("bytes.txt")), ascii(tail("bytes.txt")))
with open("large.txt", "w") as file:
    file.writelines(f"{number}\n" for number in range(10_000))
print(repr(tail("large.txt", 2)), len(head("large.txt", 9_999).splitlines()))
mkdir("folder")
for function in (head, tail):
    error(lambda: function("lines.txt", -1))
    error(lambda: function("missing"))
    error(lambda: function("folder"))
    error(lambda: function("/etc/passwd"))
