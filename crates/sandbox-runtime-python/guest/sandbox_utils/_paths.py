"""Which paths the other modules may touch, and how they open them."""

import os
from pathlib import Path
from typing import IO

type PathArg = str | os.PathLike[str]

ROOT = "/app"


def is_within(real: str) -> bool:
    """Whether a path without links and ``..`` is /app or below it."""
    root = os.path.realpath(ROOT)
    return real == root or real.startswith(root + "/")


def resolve(path: PathArg) -> Path:
    """The absolute path of what `path` names, links followed.

    Raises ValueError if that is not within /app, and TypeError for what is no path of text.
    """
    joined = _joined(path)
    real = os.path.realpath(joined)
    if not is_within(real):
        raise outside(path)
    return Path(real if _climbs(joined) else joined)


def resolve_entry(path: PathArg) -> Path:
    """The absolute path of the directory entry `path`: as `resolve`, but a link at its very end is the entry, not its target.

    Raises what `resolve` does.
    """
    joined = _joined(path)
    folder, name = os.path.split(joined.rstrip("/"))
    if name in ("", ".", ".."):
        return resolve(path)
    real = os.path.join(os.path.realpath(folder), name)
    # /app itself is the one entry whose folder is not within /app.
    if not is_within(real):
        raise outside(path)
    return Path(real if _climbs(joined) else joined)


def leads_out(path: str) -> bool:
    """Whether `path` is a link that ends outside /app."""
    return os.path.islink(path) and not is_within(os.path.realpath(path))


def is_root(path: PathArg) -> bool:
    """Whether `path` is /app itself, under whatever name."""
    return os.path.realpath(path) == os.path.realpath(ROOT)


def outside(path: PathArg) -> ValueError:
    """The error for a path that is not within /app."""
    return ValueError(f"Path must be within {ROOT}: {path}")


def no_such(path: PathArg) -> FileNotFoundError:
    """The error for a path where nothing is."""
    import errno

    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def not_a_folder(path: PathArg) -> NotADirectoryError:
    """The error for a path that has to be a folder and is not."""
    import errno

    return NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def is_a_folder(path: PathArg) -> IsADirectoryError:
    """The error for a path that must not be a folder and is one."""
    import errno

    return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def resolve_folder(path: PathArg) -> Path:
    """As `resolve`, for a folder that is there: raises FileNotFoundError or NotADirectoryError otherwise."""
    folder = resolve(path)
    if not folder.is_dir():
        raise not_a_folder(path) if folder.exists() else no_such(path)
    return folder


def open_text(path: Path, newline: str = "\n") -> IO[str]:
    """Opens a text file for reading as the package does: UTF-8, without its byte order mark, line ends untouched."""
    return open(path, encoding="utf-8-sig", errors="replace", newline=newline)


def write_text(path: Path, text: str, append: bool = False) -> None:
    """Writes text as it is, in UTF-8. Raises UnicodeEncodeError, before the file is touched, if it has lone surrogates."""
    data = text.encode()
    with open(path, "ab" if append else "wb") as file:
        file.write(data)


def _joined(path: PathArg) -> str:
    given = os.fspath(path)
    if not isinstance(given, str):
        raise TypeError(f"path must be text, not {type(given).__name__}")
    if not given or "\0" in given:
        raise outside(given.replace("\0", "\\0"))
    # Two slashes at the beginning are a root of their own to os.path.
    return "/" + os.path.join(ROOT, given).lstrip("/")


def _climbs(path: str) -> bool:
    return ".." in path.split("/")
