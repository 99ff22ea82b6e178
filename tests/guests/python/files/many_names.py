# creates: Ünïcödé.txt, with space.txt, 日本.txt, 🐍.txt
# expect: 4

import os

for name in ("Ünïcödé.txt", "with space.txt", "日本.txt", "🐍.txt"):
    open(name, "w").close()
print(len(os.listdir(".")))
