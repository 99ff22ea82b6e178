# Deep recursion through C code (repr, comparison, parser, JSON) raises instead of ending the interpreter.
# expect: repr RecursionError
# expect: compare RecursionError
# expect: parse True
# expect: json RecursionError

import json

nested = []
for _ in range(100_000):
    nested = [nested]
try:
    repr(nested)
except RecursionError as error:
    print("repr", type(error).__name__)
other = []
for _ in range(100_000):
    other = [other]
try:
    nested == other
except RecursionError as error:
    print("compare", type(error).__name__)
try:
    compile("(" * 5000 + ")" * 5000, "x", "eval")
except (SyntaxError, MemoryError, RecursionError) as error:
    print("parse", True)
try:
    json.loads("[" * 100_000)
except RecursionError as error:
    print("json", type(error).__name__)
