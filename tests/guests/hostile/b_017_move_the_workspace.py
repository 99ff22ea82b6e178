import os

before = os.stat("/app").st_ino
for attempt in (
    lambda: os.rename("/app", "/app2"),
    lambda: os.rmdir("/app"),
    lambda: os.rename("/app/.", "/app/q"),
):
    try:
        attempt()
        print("done")
    except OSError:
        print("refused")
print("the same" if os.stat("/app").st_ino == before else "another")
