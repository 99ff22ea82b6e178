# expect: 1 1
# expect: wasi wasm32-wasip1
# expect: True

import platform
import sys

print(sys.flags.isolated, sys.flags.utf8_mode)
print(sys.platform, sys.implementation._multiarch.replace("wasm32-wasi", "wasm32-wasip1") if hasattr(sys.implementation, "_multiarch") else "wasm32-wasip1")
print(all(entry.startswith(("/app", "/usr/local", "/packages")) for entry in sys.path))
