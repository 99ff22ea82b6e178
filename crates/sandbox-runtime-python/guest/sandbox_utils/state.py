"""Values that a later program finds again, in a JSON file in the workspace."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, overload

from ._paths import PathArg, is_a_folder, no_such, resolve

STATE_FILE = ".session_state.json"


def save_state(data: Mapping[Any, Any] | None = None, file: PathArg = STATE_FILE, strict: bool = True) -> list[Any]:
    """Writes the values of `data` to `file`, in the place of what was there; `load_state` gives them back as they were.

    Without `data`, it is the global names of the program that calls, except modules, functions, classes, open files and
    names that begin with ``_``.

    Kept are None, bool, int, float, complex, str, bytes, bytearray, list, tuple, dict (with keys of any kind), set,
    frozenset, Decimal, Path, and datetime, date, time and timedelta. Nothing else is, nor what is derived from them: a
    Counter or a named tuple would come back as something else. An object that is there twice comes back as two.

    If anything cannot be kept, nothing is written and TypeError names the key and the place; with ``strict=False`` the
    whole value of that key is left out instead. Returns the keys that were left out. The file is replaced in one step.

    Raises TypeError as said; ValueError if `file` leads out of /app; FileNotFoundError if its folder is not there; IsADirectoryError.
    """
    import json

    from ._encoding import encode_items, own_globals

    if data is None:
        import sys

        data = own_globals(sys._getframe(1).f_globals)
    encoded, skipped = encode_items(data, strict)
    _replace(resolve(file), json.dumps(encoded, allow_nan=False, separators=(",", ":")) + "\n")
    return skipped


_NOT_GIVEN: Any = object()


@overload
def load_state(*, file: PathArg = STATE_FILE) -> dict[Any, Any] | None: ...
@overload
def load_state[D](default: D, file: PathArg = STATE_FILE) -> dict[Any, Any] | D: ...
def load_state(default: Any = _NOT_GIVEN, file: PathArg = STATE_FILE) -> Any:
    """The values that `save_state` wrote to `file`, as a dict; `default`, or None, if there is no such file.

    A file that is damaged raises ValueError, unless a `default` is given (be it None), which is returned then.

    Raises ValueError also if `file` leads out of /app, with or without a default; IsADirectoryError.
    """
    import json

    from ._encoding import decode

    path = resolve(file)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None if default is _NOT_GIVEN else default
    try:
        state = decode(json.loads(data.decode()))
        if not isinstance(state, dict):
            raise ValueError("it is no object")
        return state
    except (ValueError, RecursionError) as error:
        if default is not _NOT_GIVEN:
            return default
        raise ValueError(f"the state file {file} is damaged: {error}") from error


def update_state(file: PathArg = STATE_FILE, /, **values: Any) -> dict[Any, Any]:
    """Sets these values in the state file, keeps the others that it has, and returns all of them.

    Raises TypeError for a value that cannot be kept and ValueError for a damaged file, and leaves the file as it is then;
    ValueError if `file` leads out of /app.
    """
    state: dict[Any, Any] = load_state(file=file) or {}
    state.update(values)
    save_state(state, file)
    return state


def _replace(path: Path, text: str) -> None:
    # Beside the file itself, not beside a link to it.
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    if os.path.isdir(target):
        raise is_a_folder(path)
    if not os.path.isdir(folder):
        raise no_such(folder)
    temporary = os.path.join(folder, f".{name}.tmp")
    if os.path.lexists(temporary):
        os.unlink(temporary)
    try:
        with open(temporary, "x", encoding="ascii") as file:
            file.write(text)
        os.replace(temporary, target)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise
