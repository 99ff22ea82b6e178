# Twice as often as there is time for, if need be: whatever it is stopped at, the figures have to be right.
import os

for _ in range(100):
    for n in range(1990):
        open(f"/app/f{n}", "w").write("x")
    for n in range(0, 1990, 2):
        os.remove(f"/app/f{n}")
