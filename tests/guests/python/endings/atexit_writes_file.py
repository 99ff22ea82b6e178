# creates: result.txt
# expect-nothing

import atexit
import pathlib

atexit.register(lambda: pathlib.Path("result.txt").write_text("written at exit"))
