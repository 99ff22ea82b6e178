# expect: run refused
# expect: system refused
# expect: popen refused
# expect: fork refused
# expect: execv refused
# expect: spawn refused
# expect: kill refused

import os
import signal
import subprocess

for name, attempt in {
    "run": lambda: subprocess.run(["id"]),
    "system": lambda: os.system("id"),
    "popen": lambda: os.popen("id").read(),
    "fork": lambda: os.fork(),
    "execv": lambda: os.execv("/bin/sh", ["sh"]),
    "spawn": lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
    "kill": lambda: os.kill(1, signal.SIGTERM),
}.items():
    try:
        attempt()
        print(name, "allowed")
    except (OSError, AttributeError):
        print(name, "refused")
