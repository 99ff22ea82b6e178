# 900 nested calls are no problem, in Python and through C.
# expect: 405450
# expect: 900
# expect: [True]

import json


def depth(n):
    return n + depth(n - 1) if n else 0


print(depth(900))
nested = []
for _ in range(899):
    nested = [nested]
print(repr(nested).count("["))
print([json.loads(json.dumps(nested)) == nested])
