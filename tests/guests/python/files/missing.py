# expect: FileNotFoundError 2 missing.txt
# expect: IsADirectoryError
# expect: NotADirectoryError

import errno

try:
    open("missing.txt")
except OSError as error:
    print(type(error).__name__, 2 if error.errno == errno.ENOENT else error.errno, error.filename)
try:
    open("/app")
except OSError as error:
    print(type(error).__name__)
open("/tmp/file", "w").close()
try:
    open("/tmp/file/below")
except OSError as error:
    print(type(error).__name__)
