"""diff: a unified diff, also of files without a newline at the end, with other line ends, empty ones."""
# creates-any
# expect: --- old.txt
# expect: +++ /app/new.txt
# expect: @@ -3,7 +3,7 @@
# expect:  row 3
# expect:  row 4
# expect:  row 5
# expect: -row 6
# expect: +changed ü
# expect:  row 7
# expect:  row 8
# expect:  row 9
# expect: ''
# expect: --- a
# expect: +++ b
# expect: @@ -1,2 +1,2 @@
# expect:  same
# expect: -last
# expect: \ No newline at end of file
# expect: +last
# expect: '--- b\n+++ crlf\n@@ -1,2 +1,2 @@\n-same\n+same\r\n last\n'
# expect: --- empty
# expect: +++ b
# expect: @@ -0,0 +1,2 @@
# expect: +same
# expect: +last
# expect: ''
# expect: FileNotFoundError: /app/missing
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: /etc/passwd

from sandbox_utils import diff, echo, mkdir


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


echo("\n".join(f"row {number}" for number in range(1, 13)), "old.txt")
echo("\n".join("changed ü" if number == 6 else f"row {number}" for number in range(1, 13)), "new.txt")
print(diff("old.txt", "/app/new.txt"), end="")
print(repr(diff("old.txt", "old.txt")))
open("a", "w").write("same\nlast")
open("b", "w").write("same\nlast\n")
print(diff("a", "b"), end="")
open("crlf", "w", newline="").write("same\r\nlast\n")
print(ascii(diff("b", "crlf")))
open("empty", "w").close()
print(diff("empty", "b"), end="")
print(repr(diff("empty", "empty")))
mkdir("folder")
error(lambda: diff("a", "missing"))
error(lambda: diff("folder", "a"))
error(lambda: diff("a", "/etc/passwd"))
error(lambda: diff("/etc/passwd", "a"))
