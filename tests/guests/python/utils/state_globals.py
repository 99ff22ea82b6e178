"""save_state without data: the program's own global values, and nothing else."""
# creates: .session_state.json
# expect: [] {'counter': 1, 'items': ['a', 'b'], 'when': PosixPath('x')}
# expect: cannot save 'thing': val
# expect: ['thing'] ['counter', 'items', 'when']
# expect: 1 ['a', 'b'] x ["a", "b"]

import json
from pathlib import Path

from sandbox_utils import *

counter = 1
items = ["a", "b"]
when = Path("x")
_private = "not kept"
handle = open("/tmp/x", "w")


def function():
    local = "not kept either"
    return save_state()


class Thing: ...


square = lambda n: n * n
print(function(), load_state())
thing = Thing()
try:
    save_state()
except TypeError as error:
    print(str(error)[:24])
print(save_state(strict=False), sorted(load_state()))
counter, items = 5, None
globals().update(load_state({}))
print(counter, items, when, json.dumps(items))
