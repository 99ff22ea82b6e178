# Another program of the workspace runs as a main module of its own.
# expect: tool as __main__ with ['/app/tool.py']
# expect: 7

import runpy

print(runpy.run_path("tool.py", run_name="__main__")["RESULT"])
