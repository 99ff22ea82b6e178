"""Copying and removing whole folders, for paths that have been checked."""

import os
from pathlib import Path

from ._paths import ROOT, is_root, leads_out, outside
from ._scan import scan


def refuse_root(path: Path) -> None:
    """Raises ValueError if `path` is /app itself."""
    if is_root(path):
        raise ValueError(f"{ROOT} itself must stay: {path}")


def refuse_inside(source: Path, target: Path) -> None:
    """Raises ValueError if `target` is `source` or within it, links followed."""
    real_source, real_target = os.path.realpath(source), os.path.realpath(target)
    if real_target == real_source or real_target.startswith(real_source + "/"):
        raise ValueError(f"a folder cannot go into itself: {source} to {target}")


def copy_file(source: Path, target: Path) -> None:
    """Copies the content of a file. Raises ValueError if both are one file, OSError for what the file system refuses."""
    import shutil

    if os.path.realpath(source) == os.path.realpath(target):
        raise ValueError(f"both are the same file: {source} and {target}")
    with open(source, "rb") as reader, open(target, "wb") as writer:
        shutil.copyfileobj(reader, writer)


def copy_folder(source: Path, target: Path) -> None:
    """Copies a folder's content into `target`, made if need be. Raises ValueError and OSError as `copy_tree` says."""
    refuse_inside(source, target)
    _make_folder(target)
    for found in scan(str(source)):
        place = Path(str(target) + found.entry.path[len(str(source)) :])
        # A link that was in the target already must not carry the copy out of /app.
        if leads_out(str(place)):
            raise outside(place)
        if found.is_folder:
            _make_folder(place)
        elif found.entry.is_symlink():
            if os.path.lexists(place):
                os.unlink(place)
            os.symlink(os.readlink(found.entry.path), place)
        else:
            copy_file(Path(found.entry.path), place)


def remove_entry(path: Path) -> None:
    """Removes a file, a link, or a folder with everything in it."""
    if path.is_symlink() or not path.is_dir():
        os.unlink(path)
        return
    for found in reversed(list(scan(str(path)))):
        (os.rmdir if found.is_folder else os.unlink)(found.entry.path)
    os.rmdir(path)


def _make_folder(path: Path) -> None:
    if not path.is_dir():
        os.mkdir(path)
