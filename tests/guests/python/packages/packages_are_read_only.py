# What is at /packages cannot be changed by any call, and is afterwards what it was.
# expect: write: OSError
# expect: append: OSError
# expect: new file: OSError
# expect: new folder: OSError
# expect: remove: OSError
# expect: rename: OSError
# expect: replace: OSError
# expect: link: OSError
# expect: truncate: OSError
# expect: times: OSError
# expect: rmtree: OSError
# expect: True True
# expect: <p>x</p>

import hashlib
import os
import pathlib
import shutil

import markdown

ROOT = pathlib.Path("/packages")
file = pathlib.Path(markdown.__file__)
names = sorted(os.listdir(ROOT))
digest = hashlib.sha256(file.read_bytes()).hexdigest()
pathlib.Path("mine.py").write_text("own = 1")
attempts = {
    "write": lambda: file.write_text(""),
    "append": lambda: open(file, "ab").write(b"x"),
    "new file": lambda: (ROOT / "new.py").write_text(""),
    "new folder": lambda: (ROOT / "markdown" / "new").mkdir(),
    "remove": lambda: file.unlink(),
    "rename": lambda: file.rename("/app/taken.py"),
    "replace": lambda: os.replace("mine.py", file),
    "link": lambda: os.symlink("/app/mine.py", ROOT / "link.py"),
    "truncate": lambda: os.truncate(file, 0),
    "times": lambda: os.utime(file, (0, 0)),
    "rmtree": lambda: shutil.rmtree(ROOT / "markdown"),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "was allowed")
    except OSError:
        print(f"{name}: OSError")
os.remove("mine.py")
print(sorted(os.listdir(ROOT)) == names, hashlib.sha256(file.read_bytes()).hexdigest() == digest)
print(markdown.markdown("x"))
