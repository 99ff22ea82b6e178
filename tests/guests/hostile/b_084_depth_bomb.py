# Chains of folders, each of them moved to the bottom of the next one.
import os


def chain(top):
    os.chdir("/app")
    os.mkdir(top)
    os.chdir(top)
    for _ in range(70):
        try:
            os.mkdir("d" * 50)
            os.chdir("d" * 50)
        except OSError:
            break
    return os.getcwd()


bottom = None
for n in range(10):
    now = chain(f"r{n}")
    if bottom is not None:
        try:
            os.rename(f"/app/r{n - 1}", now + "/x")
            print("moved")
        except OSError:
            print("refused")
    bottom = now
os.chdir("/app")
deepest = 0
for folder, _, _ in os.walk("."):
    deepest = max(deepest, folder.count("/"))
print("deepest", deepest)
