# A module that the program has just written can be imported, and reloaded after a change.
# creates: made.py
# expect: 1
# expect: 2

import importlib
import pathlib
import sys

sys.dont_write_bytecode = True
pathlib.Path("made.py").write_text("VALUE = 1\n")
import made

print(made.VALUE)
pathlib.Path("made.py").write_text("VALUE = 1 + 1\n")
importlib.reload(made)
print(made.VALUE)
