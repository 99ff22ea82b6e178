"""The usual commands for files, as functions."""

import os
import stat
from pathlib import Path
from typing import Any, Literal, overload

from ._paths import (
    ROOT,
    PathArg,
    is_a_folder,
    leads_out,
    no_such,
    not_a_folder,
    open_text,
    outside,
    resolve,
    resolve_entry,
    write_text,
)
from ._trees import copy_file, copy_folder, refuse_inside, refuse_root, remove_entry


@overload
def ls(path: PathArg = ROOT, all: bool = False, long: Literal[False] = False) -> list[str]: ...
@overload
def ls(path: PathArg = ROOT, all: bool = False, *, long: Literal[True]) -> list[dict[str, Any]]: ...
@overload
def ls(path: PathArg, all: bool, long: Literal[True]) -> list[dict[str, Any]]: ...
@overload
def ls(path: PathArg = ROOT, all: bool = False, long: bool = False) -> list[str] | list[dict[str, Any]]: ...
def ls(path: PathArg = ROOT, all: bool = False, long: bool = False) -> list[str] | list[dict[str, Any]]:
    """The names in a folder, sorted; of a file, its own name. Names that begin with a dot only with `all`.

    With `long`, a dict for each: ``name``; ``size`` in bytes; ``is_dir``; ``type``, which is ``file``, ``dir``, ``link`` or
    ``other``; ``modified``, the time in UTC as ISO 8601; ``permissions`` as ``ls -l`` shows them (where the file system
    keeps none, as in the sandbox, what the program may do, as the owner's). Links are described, not followed.

    Raises ValueError if `path` leads out of /app, FileNotFoundError.
    """
    place = resolve(path)
    if place.is_dir():
        entries = [place / name for name in sorted(os.listdir(place)) if all or not name.startswith(".")]
    elif place.exists():
        entries = [place]
    else:
        raise no_such(path)
    return [_described(entry) for entry in entries] if long else [entry.name for entry in entries]


def cat(*files: PathArg) -> str:
    """The text of the files, one after the other.

    Raises ValueError if a path leads out of /app, FileNotFoundError, IsADirectoryError.
    """
    texts: list[str] = []
    for file in files:
        with open_text(resolve(file)) as text:
            texts.append(text.read())
    return "".join(texts)


def touch(path: PathArg) -> None:
    """Makes an empty file, or sets the time of the last change of what is there to now.

    Raises ValueError if `path` leads out of /app, FileNotFoundError if its folder is not there.
    """
    resolve(path).touch()


def mkdir(path: PathArg, parents: bool = True) -> None:
    """Makes a folder, by default with the folders above it and without an error if it is there, as ``mkdir -p`` does.

    Raises ValueError if `path` leads out of /app; FileExistsError if a file is in its place, and without `parents` also if
    the folder is there; FileNotFoundError without `parents` if the folder above it is not there.
    """
    resolve(path).mkdir(parents=parents, exist_ok=parents)


def rm(path: PathArg, recursive: bool = False, force: bool = False) -> None:
    """Removes a file or link, or with `recursive` a folder with everything in it. A link's target stays.

    Raises ValueError if `path` leads out of /app or is /app itself, IsADirectoryError for a folder without `recursive`,
    and FileNotFoundError unless `force`.
    """
    entry = resolve_entry(path)
    refuse_root(entry)
    if not os.path.lexists(entry):
        if force:
            return
        raise no_such(path)
    if not recursive and entry.is_dir() and not entry.is_symlink():
        raise is_a_folder(path)
    remove_entry(entry)


def cp(src: PathArg, dst: PathArg, recursive: bool = False) -> None:
    """Copies a file, or with `recursive` a folder, to `dst`, or into it if it is a folder. Files there are replaced.

    A link is followed, but links within a folder are copied as links.

    Raises ValueError if a path leads out of /app, if both are the same, or for a folder into itself; IsADirectoryError for
    a folder without `recursive`; FileNotFoundError if `src` or the folder of `dst` is not there; NotADirectoryError if
    `dst` ends in ``/`` or has to be a folder and is none.
    """
    source = resolve(src)
    if not source.exists():
        raise no_such(src)
    if source.is_dir():
        if not recursive:
            raise is_a_folder(src)
        target = _target(source, dst, source_is_folder=True)
        if target.exists() and not target.is_dir():
            raise not_a_folder(dst)
        copy_folder(source, target)
    else:
        target = _target(source, dst, source_is_folder=False)
        if target.is_dir():
            raise is_a_folder(target)
        if leads_out(str(target)):
            raise outside(dst)
        copy_file(source, target)


def mv(src: PathArg, dst: PathArg) -> None:
    """Moves or renames a file or folder to `dst`, or into it if it is a folder. A file there is replaced.

    A link is moved itself, not its target.

    Raises ValueError if a path leads out of /app, `src` is /app itself, both are the same, or for a folder into itself;
    FileNotFoundError if `src` or the folder of `dst` is not there; IsADirectoryError or NotADirectoryError where a file
    meets a folder; OSError for a folder in the place of one that is not empty.
    """
    source = resolve_entry(src)
    refuse_root(source)
    if not os.path.lexists(source):
        raise no_such(src)
    is_folder = source.is_dir() and not source.is_symlink()
    target = _target(source, dst, source_is_folder=is_folder)
    if is_folder:
        refuse_inside(source, target)
        if os.path.lexists(target) and not target.is_dir():
            raise not_a_folder(target)
    elif os.path.realpath(source.parent) == os.path.realpath(target.parent) and source.name == target.name:
        raise ValueError(f"both are the same file: {src} and {dst}")
    elif target.is_dir() and not target.is_symlink():
        raise is_a_folder(target)
    os.replace(source, target)


def echo(text: object, file: PathArg | None = None, append: bool = False) -> str:
    """Returns the text; with `file`, also writes it there, over what was there or after it if `append`.

    In the file a newline follows the text, unless it ends in one. Nothing is printed.

    Raises ValueError if `file` leads out of /app, FileNotFoundError if its folder is not there, IsADirectoryError.
    """
    words = str(text)
    if file is not None:
        write_text(resolve(file), words if words.endswith("\n") else words + "\n", append)
    return words


def _target(source: Path, dst: PathArg, source_is_folder: bool) -> Path:
    """Where `source` goes: the entry `dst`, or the one of the same name in it if it is a folder."""
    entry = resolve_entry(dst)
    if entry.is_dir():
        return resolve_entry(resolve(dst) / source.name)
    if os.fspath(dst).endswith("/") and not source_is_folder:
        raise not_a_folder(dst)
    if not entry.parent.is_dir():
        raise not_a_folder(entry.parent) if entry.parent.exists() else no_such(entry.parent)
    return entry


def _described(entry: Path) -> dict[str, Any]:
    from datetime import UTC, datetime

    found = os.lstat(entry)
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "dir", stat.S_IFLNK: "link"}
    kind = kinds.get(stat.S_IFMT(found.st_mode), "other")
    return {
        "name": entry.name,
        "size": found.st_size,
        "is_dir": kind == "dir",
        "type": kind,
        "modified": datetime.fromtimestamp(int(found.st_mtime), UTC).isoformat(),
        "permissions": stat.filemode(found.st_mode | _rights(entry, found.st_mode)),
    }


def _rights(entry: Path, mode: int) -> int:
    if mode & 0o777:
        return 0
    if stat.S_ISLNK(mode):
        return 0o777
    # The file system of the sandbox has no permission bits, and says of every file that it may be executed.
    may_write = stat.S_IWUSR if os.access(entry, os.W_OK) else 0
    may_enter = stat.S_IXUSR if stat.S_ISDIR(mode) else 0
    return stat.S_IRUSR | may_write | may_enter
