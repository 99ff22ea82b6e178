# creates: a.txt, sub/b.txt, sub/c.py
# expect: ['a.txt', 'sub/b.txt']
# expect: ['sub/c.py']
# expect: .: ['sub'] ['a.txt']
# expect: sub: [] ['b.txt', 'c.py']

import glob
from pathlib import Path

Path("sub").mkdir()
for name in ("a.txt", "sub/b.txt", "sub/c.py"):
    Path(name).write_text(name)
print(sorted(str(p) for p in Path(".").rglob("*.txt")))
print(glob.glob("**/*.py", recursive=True))
for folder, folders, files in Path(".").walk():
    print(f"{folder}:", folders, sorted(files))
