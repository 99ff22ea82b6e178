# The program knows its own name, and finds files beside itself by it.
# expect: /app/main.py
# expect: /app
# expect: main.py

import pathlib

print(__file__)
print(pathlib.Path(__file__).resolve().parent)
print(pathlib.Path(__file__).name)
