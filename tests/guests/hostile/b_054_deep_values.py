import sys

try:
    sys.setrecursionlimit(10**9)
except (OverflowError, ValueError):
    sys.setrecursionlimit(2**31 - 1)
x = []
for _ in range(10**5):
    x = [x]
try:
    repr(x)
except RecursionError:
    print("RecursionError")
del x
