"""grep: one file, several, what find gives, a folder; regular expressions and plain text; what is skipped."""
# creates-any
# expect: [('/app/logs/1.log', 1, 'ERROR one')]
# expect: [('1.log', 1, 'ERROR one'), ('bom.log', 1, 'ERROR first'), ('last.log', 1, 'no newline ERROR'), ('latin.log', 1, 'ERROR caf�'), ('3.log', 1, 'FATAL: drei ü'), ('3.log', 2, 'ERROR vier')]
# expect: [('1.log', 1, 'ERROR one'), ('3.log', 2, 'ERROR vier')]
# expect: [('1.log', 3, 'error two [x]')]
# expect: [('1.log', 3, 'error two [x]')]
# expect: [('1.log', 1, 'ERROR one'), ('1.log', 3, 'error two [x]')]
# expect: [('1.log', 1, 'ERROR one'), ('bom.log', 1, 'ERROR first'), ('latin.log', 1, 'ERROR caf�'), ('3.log', 2, 'ERROR vier')]
# expect: []
# expect: [('1.log', 1, 'ERROR one'), ('bom.log', 1, 'ERROR first'), ('last.log', 1, 'no newline ERROR'), ('latin.log', 1, 'ERROR caf�'), ('3.log', 2, 'ERROR vier')]
# expect: [('1.log', 1, 'ERROR one')]
# expect: []
# expect: []
# expect: [('2.log', 1, 'all well')]
# expect: PatternError: missing ), unterminated subpattern at position 0
# expect: FileNotFoundError: missing
# expect: FileNotFoundError: missing
# expect: ValueError: Path must be within /app: /etc/hosts
# expect: ValueError: Path must be within /app: /etc/hosts
# expect: ValueError: Path must be within /app: logs/../../etc/hosts

import os
from pathlib import Path

from sandbox_utils import echo, find, grep, mkdir


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


def show(matches):
    print([(os.path.basename(file), number, line) for file, number, line in matches])


mkdir("logs/sub")
echo("ERROR one\nfine\nerror two [x]", "logs/1.log")
echo("all well", "logs/2.log")
echo("FATAL: drei ü\r\nERROR vier\r", "logs/sub/3.log")
open("logs/last.log", "w").write("no newline ERROR")
open("logs/binary.log", "wb").write(b"ERROR\0ERROR\n")
open("logs/latin.log", "wb").write("ERROR caf\xe9\n".encode("latin-1"))
open("logs/bom.log", "wb").write(b"\xef\xbb\xbfERROR first\n")
open("logs/empty.log", "w").close()

print(grep("ERROR", "logs/1.log"))
show(grep(r"ERROR|FATAL", find("*.log")))
show(grep(r"^ERROR \w+$", ["logs/1.log", Path("/app/logs/sub/3.log"), "logs/last.log"]))
show(grep("[x]", "logs/1.log", regex=False))
show(grep("[x]", "logs/1.log"))
show(grep("error", "logs/1.log", ignore_case=True))
show(grep("^ERROR", "logs"))
show(grep("ERROR", ["logs", "logs/sub"]))
show(grep("ERROR", find("*")))
show(grep("ERROR", (name for name in ["logs/1.log"])))
show(grep("ERROR", []))
show(grep("^$", "logs/empty.log"))
show(grep("", "logs/2.log"))
error(lambda: grep("(", "logs/1.log"))
error(lambda: grep("x", "missing"))
error(lambda: grep("x", ["logs/1.log", "missing"]))
error(lambda: grep("x", ["/etc/hosts"]))
error(lambda: grep("x", "/etc/hosts"))
error(lambda: grep("x", ["logs/../../etc/hosts"]))
