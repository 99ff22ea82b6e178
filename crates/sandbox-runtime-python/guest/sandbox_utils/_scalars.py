"""The single values that JSON has no form for: how the state file spells them."""

import base64
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any


def encode(value: Any) -> tuple[str, Any] | None:
    """The name of the value's type and what JSON can hold of it; None if it cannot be kept."""
    kind = type(value)
    if kind in (bytes, bytearray):
        return kind.__name__, base64.b64encode(value).decode()
    if kind is complex:
        return "complex", [repr(value.real), repr(value.imag)]
    if kind is Decimal:
        return "Decimal", str(value)
    if kind is type(Path()):
        return "Path", str(value)
    if kind is date:
        return "date", value.isoformat()
    if kind is timedelta:
        return "timedelta", [value.days, value.seconds, value.microseconds]
    if kind in (datetime, time):
        return _encode_time(value)
    return None


def _encode_time(value: datetime | time) -> tuple[str, Any] | None:
    name = type(value).__name__
    plain = value.replace(tzinfo=None).isoformat()
    if value.tzinfo is None:
        return name, [plain, value.fold, None]
    if type(value.tzinfo) is timezone:
        offset = value.tzinfo.utcoffset(None)
        return name, [plain, value.fold, [offset.days, offset.seconds, offset.microseconds]]
    # A ZoneInfo that was made from a file has no key.
    key = getattr(value.tzinfo, "key", None)
    from zoneinfo import ZoneInfo

    return (name, [plain, value.fold, key]) if type(value.tzinfo) is ZoneInfo and key else None


def decode(name: Any, content: Any) -> Any:
    """The value again. Raises ValueError, TypeError, LookupError or ArithmeticError for anything else."""
    match name:
        case "bytes":
            return base64.b64decode(content, validate=True)
        case "bytearray":
            return bytearray(base64.b64decode(content, validate=True))
        case "complex":
            real, imaginary = content
            return complex(float(real), float(imaginary))
        case "Decimal":
            return Decimal(content)
        case "Path":
            return Path(content)
        case "date":
            return date.fromisoformat(content)
        case "timedelta":
            days, seconds, microseconds = content
            return timedelta(days, seconds, microseconds)
        case "datetime" | "time":
            return _decode_time(datetime if name == "datetime" else time, *content)
        case _:
            raise ValueError(f"a type that is not known: {name!r}")


def _decode_time(kind: Any, plain: str, fold: int, zone: Any) -> datetime | time:
    if isinstance(zone, str):
        from zoneinfo import ZoneInfo

        tzinfo: Any = ZoneInfo(zone)
    else:
        tzinfo = None if zone is None else timezone(timedelta(*zone)) if any(zone) else UTC
    return kind.fromisoformat(plain).replace(fold=fold, tzinfo=tzinfo)
