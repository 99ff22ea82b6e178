import os

os.symlink("..", "/app/up")
for path in ("up/", "up/.", "up//", "up/./", "up/../"):
    try:
        print(sorted(os.listdir("/app/" + path)))
    except OSError as error:
        print("errno", error.errno)
