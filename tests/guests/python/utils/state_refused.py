"""save_state: what cannot be kept is named, or left out as a whole; the file stays as it was."""
# creates: .session_state.json
# expect: []
# expect: TypeError: cannot save 'file': values of type _io.TextIOWrapper cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'function': values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'module': values of type builtins.module cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'class': values of type builtins.type cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'object': values of type __main__.Point cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'counter': values of type collections.Counter cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'pair': values of type __main__.Pair cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'colour': values of type __main__.Colour cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'ordered': values of type collections.OrderedDict cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'pattern': values of type re.Pattern cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'cycle'[0]['again']: it contains itself
# expect: TypeError: cannot save 'generator': values of type builtins.generator cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'range': values of type builtins.range cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'nested'['list'][1]['inner'][1]: values of type builtins.type cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'set', a member of it: values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save 'deep'[0][0][0]…[0][0]: it is nested more than 100 levels deep
# expect: TypeError: cannot save 'x', the key frozenset({<built-in function len>}) in it, a member of it: values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: cannot save <built-in function len>: values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: TypeError: the state must be a dict, not list
# expect: TypeError: cannot save 'bad': values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: FileNotFoundError: /app/no/such
# expect: TypeError: cannot save (2, <built-in function len>)[1]: values of type builtins.builtin_function_or_method cannot be kept; change it into a plain value, or leave it out with strict=False
# expect: {'before': 1} ['.session_state.json']
# expect: ['file', 'function', 'module', 'class', 'object', 'counter', 'pair', 'colour', 'ordered', 'pattern', 'cycle', 'generator', 'range', 'nested', 'set', 'deep']
# expect: {'good': [1, (2,)], 'last': None}
# expect: {'a': [[1], [1]], 'b': [1]}

import collections
import enum
import os
import re
from dataclasses import dataclass

from sandbox_utils import load_state, save_state, update_state


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


class Colour(enum.IntEnum):
    RED = 1


@dataclass
class Point:
    x: int


Pair = collections.namedtuple("Pair", "a b")
print(save_state({"before": 1}))
cycle = []
cycle.append({"again": cycle})
deep = []
for _ in range(200):
    deep = [deep]
bad = {
    "file": open("/tmp/x", "w"), "function": len, "module": os, "class": Point, "object": Point(1), "counter": collections.Counter("aab"),
    "pair": Pair(1, 2), "colour": Colour.RED, "ordered": collections.OrderedDict(), "pattern": re.compile("x"), "cycle": cycle,
    "generator": (n for n in []), "range": range(3), "nested": {"list": [1, {"inner": (2, object)}]}, "set": {1, len}, "deep": deep,
}  # fmt: skip
for name, value in bad.items():
    error(lambda: save_state({"good": 1, name: value}))
error(lambda: save_state({"x": {frozenset({len}): 1}}))
error(lambda: save_state({len: 1}))
error(lambda: save_state([1, 2]))
error(lambda: update_state(good=1, bad=len))
error(lambda: save_state({"a": 1}, "no/such/folder.json"))
error(lambda: save_state({"a": 1, (2, len): {}}))
print(load_state(), os.listdir("/app"))
print(save_state({"good": [1, (2,)], **bad, "last": None}, strict=False))
print(load_state())
shared = [1]
save_state({"a": [shared, shared], "b": shared})
print(load_state())
