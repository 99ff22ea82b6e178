# The result says which files were created, modified and deleted.
# creates: new.txt
# modifies: changed.txt
# deletes: gone.txt
# expect-nothing

import os
import pathlib

pathlib.Path("new.txt").write_text("new")
with open("changed.txt", "a") as file:
    file.write("more\n")
os.remove("gone.txt")
pathlib.Path("passing.txt").write_text("created and deleted")
os.remove("passing.txt")
pathlib.Path("only_read.txt").read_text()
