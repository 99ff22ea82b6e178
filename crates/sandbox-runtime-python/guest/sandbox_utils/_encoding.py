"""Python's values as JSON, and back.

What JSON has is itself. Anything else, and a dict that could be mistaken for it, is ``{"$type": NAME, "value": …}``.
"""

from collections.abc import Mapping
from typing import Any

# Within the guest's limits for JSON, of which one level here can take three.
_MAX_DEPTH = 100
# Longer numbers cannot be written in decimal.
_MAX_DECIMAL_BITS = 10_000
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
            pairs.append((_encode(key, f"the key {key!r}", ()), _encode(value, repr(key), ())))
        except TypeError:
            if strict:
                raise
            skipped.append(key)
    return _object(pairs), skipped


def _encode(value: Any, place: str, above: tuple[int, ...]) -> Any:
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
            raise TypeError(f"cannot save {place}: it contains itself")
        if len(above) >= _MAX_DEPTH:
            raise TypeError(f"cannot save {place}: it is nested more than {_MAX_DEPTH} levels deep")
        return _encode_container(kind, value, place, (*above, id(value)))
    from . import _scalars

    scalar = _scalars.encode(value)
    if scalar is None:
        raise TypeError(
            f"cannot save {place}: values of type {kind.__module__}.{kind.__qualname__} cannot be kept; "
            "change it into a plain value, or leave it out with strict=False"
        )
    return _tagged(*scalar)


def _encode_container(kind: type, value: Any, place: str, above: tuple[int, ...]) -> Any:
    if kind is dict:
        return _object(
            [
                (_encode(key, f"the key {key!r} of {place}", above), _encode(item, f"{place}[{key!r}]", above))
                for key, item in value.items()
            ]
        )
    if kind in (set, frozenset):
        import json

        members = [_encode(item, f"a member of {place}", above) for item in value]
        # The order of a set is another one in every program.
        return _tagged(kind.__name__, sorted(members, key=json.dumps))
    items = [_encode(item, f"{place}[{number}]", above) for number, item in enumerate(value)]
    return items if kind is list else _tagged("tuple", items)


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
