"""load_state and update_state: missing and damaged files, other files, and writing in one step."""
# creates-any
# expect: None {} 5 [] []
# expect: {'counter': 1, 'file': 'a value'} {'counter': 2, 'file': 'a value', 'more': (1,)} {'counter': 2, 'file': 'a value', 'more': (1,)}
# expect: {'counter': 2, 'file': 'a value', 'more': (1,)}
# expect: {'x': {1}} {'x': {1}} ['.session_state.json', 'other.json']
# expect: True
# expect: ValueError: the state file state.json is damaged: it is no object
# expect: IsADirectoryError: /app/folder
# expect: IsADirectoryError: /app/folder
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: True {'b': 2} ['.session_state.json', 'folder', 'link.json', 'other.json', 'state.json']
# expect: {'c': 3} False []

import os

from sandbox_utils import load_state, mkdir, save_state, update_state


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


print(load_state(), load_state({}), load_state(default=5), load_state([], file="other.json"), os.listdir())
print(update_state(counter=1, file="a value"), update_state(counter=2, more=(1,)), update_state())
print(load_state())
print(update_state("other.json", x={1}), load_state(file="/app/other.json"), sorted(os.listdir()))

damaged = [
    "", "{", '{"a": 1', "[1]", "5", "null", '{"a": {"$type": "bytes"}}', '{"a": {"$type": "nonsense", "value": 1}}', '{"a": {"$type": ["x"], "value": 1}}',
    '{"a": {"$type": "bytes", "value": "?"}}', '{"a": {"$type": "date", "value": 5}}', '{"a": {"$type": "Decimal", "value": "x"}}',
    '{"a": {"$type": "dict", "value": [1]}}', '{"a": {"$type": "set", "value": [[]]}}', '{"a": {"$type": "datetime", "value": []}}',
    '{"a": {"$type": "datetime", "value": ["2024-01-01T00:00:00", 0, "No/Zone"]}}', '{"a": {"$type": "complex", "value": ["1"]}}',
    '{"a": {"$type": "tuple", "value": 1, "more": 2}}', '{"$type": "tuple", "value": []}', "[" * 100_000, '{"a":' * 100_000, "\xff", '{"a": 1} x',
    '{"a": {"$type": "float", "value": {}}}', '{"a": {"$type": "Path", "value": 1}}', '{"a": {"$type": "timedelta", "value": [1e300, 0, 0]}}',
    '{"a": {"$type": "datetime", "value": ["2024-01-01", 7, null]}}', '{"a": {"$type": "time", "value": ["12:00", 0, {"a": 1}]}}',
    '{"a": {"$type": "datetime", "value": ["2024-01-01", 0, "../../etc/passwd"]}}',
]  # fmt: skip
caught = 0
for text in damaged:
    open("state.json", "w", encoding="latin-1").write(text)
    try:
        print("FAIL", text[:60], load_state(file="state.json"))
    except ValueError as error_:
        caught += str(error_).startswith("the state file state.json is damaged: ")
    assert load_state({"d": 1}, "state.json") == {"d": 1} and load_state(None, "state.json") is None
    try:
        print("FAIL", update_state("state.json", a=1))
    except ValueError:
        caught += open("state.json", encoding="latin-1").read() == text
print(caught == 2 * len(damaged))
open("state.json", "w").write('{"$type": "bytes", "value": ""}')
error(lambda: load_state(file="state.json"))
mkdir("folder")
error(lambda: load_state(file="folder"))
error(lambda: load_state(None, "folder"))
error(lambda: save_state({"a": 1}, "folder"))
error(lambda: load_state({}, "/etc/passwd"))

open(".state.json.tmp", "w").write("left over from a program that was ended")
save_state({"a": 1}, "state.json")
os.symlink("state.json", "link.json")
save_state({"b": 2}, "link.json")
print(os.path.islink("link.json"), load_state(file="state.json"), sorted(os.listdir()))
os.symlink("../tmp/x", ".state.json.tmp")
save_state({"c": 3}, "state.json")
print(load_state(file="state.json"), os.path.lexists(".state.json.tmp"), os.listdir("/tmp"))
os.unlink("link.json")
