"""Finding, showing, copying and removing files and folders."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ._paths import ROOT, PathArg, leads_out, outside, resolve, resolve_folder
from ._scan import scan
from ._trees import copy_folder, refuse_inside, refuse_root, remove_entry


def find(pattern: str, path: PathArg = ROOT, recursive: bool = True) -> list[Path]:
    """Files and folders below `path` that match a glob pattern, sorted, as absolute paths.

    ``*``, ``?`` and ``[…]`` stay within one name, ``**`` stands for any folders; case matters, and names that begin with a
    dot match as others do. A pattern with a slash is compared with the path below `path`, or with the end of it if
    `recursive`. An absolute pattern below /app stands for itself. Links are found but not entered, and those that lead out
    of /app are left out, so that every result can be given to the other functions.

    Raises ValueError if `path` or `pattern` leads out of /app or the pattern is empty, FileNotFoundError and
    NotADirectoryError for `path`.
    """
    import glob
    import re

    if pattern.startswith("/"):
        if not pattern.startswith(ROOT + "/"):
            raise outside(pattern)
        pattern, path, recursive = pattern[len(ROOT) + 1 :], ROOT, False
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if not parts:
        raise ValueError("pattern must not be empty")
    if ".." in parts:
        raise outside(pattern)
    folder = str(resolve_folder(path))
    depth = None if recursive or "**" in parts else len(parts)
    if recursive:
        parts.insert(0, "**")
    matches = re.compile(glob.translate("/".join(parts), recursive=True, include_hidden=True, seps="/")).match
    return [Path(found) for found in _below(folder, depth) if matches(found[len(folder) + 1 :])]


def tree(path: PathArg = ROOT, max_depth: int | None = None) -> str:
    """The folder as a drawing with one line for each entry, sorted by name; names of folders end in ``/``.

    `max_depth` is how many levels below `path` are shown. There is no newline at the end.

    Raises ValueError if `path` leads out of /app or `max_depth` is negative, FileNotFoundError, NotADirectoryError.
    """
    if max_depth is not None and max_depth < 0:
        raise ValueError(f"max_depth must not be negative: {max_depth}")
    folder = str(resolve_folder(path))
    lines = [folder + "/"]
    for found in scan(folder, max_depth):
        *above, more = found.more_after
        stem = "".join("│   " if line else "    " for line in above)
        lines.append(f"{stem}{'├── ' if more else '└── '}{found.entry.name}{'/' if found.is_folder else ''}")
    return "\n".join(lines)


def walk(path: PathArg = ROOT, filter_func: Callable[[Path], object] | None = None) -> Iterator[Path]:
    """Everything below `path`, one by one: files and folders, each folder before what is in it, sorted by name.

    With `filter_func` only the paths for which it is true; folders are entered either way. ``walk(filter_func=Path.is_file)``
    gives files only. Links are treated as `find` does.

    Raises, when called, ValueError if `path` leads out of /app, FileNotFoundError, NotADirectoryError.
    """
    folder = str(resolve_folder(path))
    paths = map(Path, _below(folder, None))
    return paths if filter_func is None else filter(filter_func, paths)


def copy_tree(src: PathArg, dst: PathArg) -> None:
    """Copies what is in the folder `src` into the folder `dst`, which is made if it is not there, with its parents.

    What `dst` has already stays, except files that `src` has too. Links are copied as links.

    Raises ValueError if a path leads out of /app or `dst` is within `src`, FileNotFoundError and NotADirectoryError for
    `src`, and OSError (such as FileExistsError, IsADirectoryError) where a file meets a folder.
    """
    source = resolve_folder(src)
    target = resolve(dst)
    refuse_inside(source, target)
    os.makedirs(target.parent, exist_ok=True)
    copy_folder(source, target)


def remove_tree(path: PathArg, pattern: str | None = None) -> None:
    """Removes a folder with everything in it; or, with `pattern`, only what `find(pattern, path)` would find there.

    A folder that matches goes with all its content. Links are removed, not what they lead to.

    Raises ValueError if `path` leads out of /app, or is /app itself and there is no pattern; FileNotFoundError,
    NotADirectoryError.
    """
    folder = resolve_folder(path)
    if pattern is None:
        refuse_root(folder)
        remove_entry(folder)
        return
    for found in find(pattern, folder):
        # It may have gone with a folder that matched before it.
        if os.path.lexists(found):
            remove_entry(found)


def _below(folder: str, max_depth: int | None) -> Iterator[str]:
    for found in scan(folder, max_depth):
        if not (found.entry.is_symlink() and leads_out(found.entry.path)):
            yield found.entry.path
