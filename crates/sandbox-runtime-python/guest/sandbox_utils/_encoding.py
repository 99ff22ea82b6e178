"""Python's values as JSON, and back.

What JSON has is itself. Anything else, and a dict that could be mistaken for it, is ``{"$type": NAME, "value": …}``.
"""

from collections.abc import Mapping
from typing import Any

# Within the guest's limits for JSON, of which one level here can take three.
_MAX_DEPTH = 100
# Longer numbers cannot be written in decimal.
_MAX_DECIMAL_BITS = 10_000
# How many steps to a value that is refused are named in full.
_SHOWN_STEPS = 8
_TAG = "$type"


def own_globals(names: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a program's global names that are its values."""
    import io
    from types import ModuleType

    return {
        name: value
        for name, value in names.items()
        if not name.startswith("_") and not callable(value) and not isinstance(value, (ModuleType, io.IOBase))
    }


def encode_items(data: Mapping[Any, Any], strict: bool) -> tuple[Any, list[Any]]:
    """The mapping as what JSON can hold, and the keys left out. Raises TypeError for what cannot be kept, if `strict`."""
    if not isinstance(data, Mapping):
        raise TypeError(f"the state must be a dict, not {type(data).__name__}")
    pairs: list[tuple[Any, Any]] = []
    skipped: list[Any] = []
    for key, value in data.items():
        try:
            pairs.append((_encode(key, ()), _encode(value, ())))
        except _Refused as refused:
            if strict:
                raise TypeError(f"cannot save {key!r}{refused.place()}: {refused.reason}") from None
            skipped.append(key)
    return _object(pairs), skipped


class _Refused(Exception):
    """Why a value cannot be kept, and where it is: what leads to it, from within."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps: list[str] = []

    def place(self) -> str:
        steps = self.steps[::-1]
        return "".join(steps if len(steps) <= _SHOWN_STEPS else [*steps[:3], "…", *steps[-2:]])


def _encode(value: Any, above: tuple[int, ...]) -> Any:
    kind = type(value)
    if value is None or kind in (bool, str):
        return value
    if kind is int:
        return value if value.bit_length() <= _MAX_DECIMAL_BITS else _tagged("int", hex(value))
    if kind is float:
        is_finite = value - value == 0
        return value if is_finite else _tagged("float", repr(value))
    if kind in (list, tuple, dict, set, frozenset):
        if id(value) in above:
            raise _Refused("it contains itself")
        if len(above) >= _MAX_DEPTH:
            raise _Refused(f"it is nested more than {_MAX_DEPTH} levels deep")
        return _encode_container(kind, value, (*above, id(value)))
    from . import _scalars

    scalar = _scalars.encode(value)
    if scalar is None:
        raise _Refused(
            f"values of type {kind.__module__}.{kind.__qualname__} cannot be kept; "
            "change it into a plain value, or leave it out with strict=False"
        )
    return _tagged(*scalar)


def _encode_container(kind: type, value: Any, above: tuple[int, ...]) -> Any:
    if kind is dict:
        return _object(
            [
                (_inside(key, above, ", the key {!r} in it", key), _inside(item, above, "[{!r}]", key))
                for key, item in value.items()
            ]
        )
    step = "[{!r}]" if kind in (list, tuple) else ", a member of it"
    items = [_inside(item, above, step, number) for number, item in enumerate(value)]
    if kind is list:
        return items
    if kind is tuple:
        return _tagged("tuple", items)
    import json

    # The order of a set is another one in every program.
    return _tagged(kind.__name__, sorted(items, key=json.dumps))


def _inside(value: Any, above: tuple[int, ...], step: str, name: Any) -> Any:
    try:
        return _encode(value, above)
    except _Refused as refused:
        # The place is named only when it is needed: most values are not refused.
        refused.steps.append(step.format(name))
        raise


def _object(pairs: list[tuple[Any, Any]]) -> Any:
    """Keys that have been encoded, with their values."""
    if all(isinstance(key, str) for key, _ in pairs) and _TAG not in (key for key, _ in pairs):
        return dict(pairs)
    return _tagged("dict", [[key, item] for key, item in pairs])


def _tagged(name: str, value: Any) -> dict[str, Any]:
    return {_TAG: name, "value": value}


def decode(value: Any) -> Any:
    """What `encode_items` made JSON of. Raises ValueError for what it cannot have made."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _TAG not in value:
        return {key: decode(item) for key, item in value.items()}
    if set(value) != {_TAG, "value"}:
        raise ValueError(f"{_TAG!r} is not followed by a value alone")
    name, content = value[_TAG], value["value"]
    try:
        match name:
            case "dict":
                return {decode(key): decode(item) for key, item in content}
            case "tuple":
                return tuple(decode(content))
            case "set":
                return set(decode(content))
            case "frozenset":
                return frozenset(decode(content))
            case "int":
                return int(content, 16)
            case "float":
                return float(content)
            case _:
                from . import _scalars

                return _scalars.decode(name, content)
    except (TypeError, ArithmeticError, LookupError) as error:
        raise ValueError(f"not the value of a {name}: {error}") from error
