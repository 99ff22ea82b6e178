"""save_state and load_state: every kind of value comes back as it was, with its type."""
# creates: .session_state.json
# expect: []
# expect: [] True
# expect: {'nan': nan}
# expect: {"counter":1,"items":["a","b"],"ok":true}
# expect: 2 ['a', 'b', 'c'] {'counter': 2, 'items': ['a', 'b', 'c'], 'ok': True}
# expect: {} {}
# expect: {1: 'keys that are no text', (2, 3): []}
# expect: [] True

import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox_utils import load_state, save_state

values = {
    "none": None, "true": True, "int": 0, "negative": -5, "big": 10**5_000, "float": 0.1, "minus zero": -0.0, "huge": 1e308,
    "text": "ü \ud800 \0 🐍", "empty": "", "bytes": bytes(range(256)), "bytearray": bytearray(b"x"), "b64": "b64:aGk=",
    "list": [1, [2, []]], "tuple": (1, ("a", ()), []), "set": {1, "a", (2, 3)}, "frozenset": frozenset({frozenset(), 1.5}),
    "dict": {"a": {"b": {}}}, "int keys": {1: "a", 2: "b", -1: None}, "mixed keys": {1: 1, "1": 2, (1, "x"): 3, None: 4, True + 1: 5, b"k": 6},
    "order": {"z": 1, "a": 2}, "looks tagged": {"$type": "bytes", "value": "aGk="}, "$type": "tuple", "value": [1],
    "datetime": datetime(2024, 2, 29, 23, 59, 59, 999999), "aware": datetime(2024, 1, 1, tzinfo=UTC),
    "offset": datetime(1, 1, 1, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30))), "fold": datetime(2024, 10, 27, 2, 30, fold=1),
    "zone": datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), "date": date(9999, 12, 31),
    "time": time(1, 2, 3, 4), "time zone": time(12, tzinfo=UTC), "timedelta": timedelta(days=-1, microseconds=1),
    "decimal": Decimal("1.10"), "decimal nan": Decimal("sNaN"), "complex": complex(1.5, -0.0), "path": Path("/app/x/ü"), "here": Path(),
    "inf": math.inf, "-inf": -math.inf, "dates as keys": {date(2024, 1, 1): Decimal(1)}, "print": "a name of a builtin",
}  # fmt: skip
print(save_state(values))
loaded = load_state()


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) and same(a[x], b[y]) for x, y in zip(a, b))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (datetime, time)):
        return a == b and (a.fold, str(a.tzinfo)) == (b.fold, str(b.tzinfo))
    return repr(a) == repr(b) if isinstance(a, (float, complex, Decimal)) else a == b


print([key for key in values if not same(values[key], loaded.get(key))], list(loaded) == list(values))
save_state({"nan": math.nan})
print(load_state())
save_state({"counter": 1, "items": ["a", "b"], "ok": True})
print(open(".session_state.json").read(), end="")
state = load_state({})
state["counter"] += 1
state["items"].append("c")
save_state(state)
print(load_state()["counter"], load_state()["items"], json.load(open(".session_state.json")))
save_state({})
print(load_state(), load_state("default"))
save_state({1: "keys that are no text", (2, 3): []})
print(load_state())
deep = []
for level in range(99):
    deep = [(deep,), {0: deep}, [deep], {"k": deep}][level % 4]
print(save_state({"deep": deep}), load_state() == {"deep": deep})
