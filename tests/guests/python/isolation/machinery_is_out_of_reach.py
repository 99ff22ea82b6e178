# What the prelude uses can be replaced by the program without changing what the host is told.
# outcome: exit
# exit: 3
# expect: printed

import builtins
import json
import sys
import traceback

print("printed")
json.loads = json.dumps = json.JSONEncoder.encode = None
traceback.format_exception = None
builtins.compile = builtins.exec = builtins.eval = None
builtins.isinstance = None
sys.exit(3)
