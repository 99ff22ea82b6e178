# The environment is the interpreter's, the policy's and the program's own: nothing of the host's.
# env: GREETING=Hej fra WASM 👋
# expect: ['GREETING', 'HOME', 'LC_ALL', 'MPLBACKEND', 'MPLCONFIGDIR', 'PYTHONHASHSEED', 'PYTHONIOENCODING', 'PYTHONTZPATH', 'PYTHONUTF8', 'TMPDIR']
# expect: Hej fra WASM 👋
# expect: None None

import os

print(sorted(os.environ))
print(os.environ["GREETING"])
print(os.environ.get("PATH"), os.environ.get("SANDBOX_CANARY"))
