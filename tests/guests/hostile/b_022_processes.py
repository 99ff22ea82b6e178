import os
import signal
import subprocess

for attempt in (
    lambda: subprocess.run(["id"]),
    lambda: os.popen("id").read(),
    lambda: os.system("id"),
    lambda: os.fork(),
    lambda: os.execv("/bin/sh", ["sh"]),
    lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
    lambda: os.kill(1, signal.SIGTERM),
):
    try:
        attempt()
        print("done")
    except (OSError, AttributeError) as error:
        print("refused", type(error).__name__)
