"""Going through folders: the one walk that every function uses which looks below a folder."""

import os
from collections.abc import Iterator


class Found:
    """One entry below a folder."""

    __slots__ = ("entry", "more_after")

    def __init__(self, entry: os.DirEntry[str], more_after: tuple[bool, ...]) -> None:
        self.entry = entry
        # For each folder on the way, and at last for the entry itself: whether something comes after it there.
        self.more_after = more_after

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder; a link to one is not."""
        return self.entry.is_dir(follow_symlinks=False)


def scan(folder: str, max_depth: int | None = None) -> Iterator[Found]:
    """Everything below `folder`, each folder before what is in it, sorted by name.

    Links are entries like others and never followed. What appears or vanishes in a folder that has been listed already is
    not noticed. Raises OSError if `folder` cannot be listed; folders below it that have vanished count as empty.
    """
    # A stack, as there may be more levels than Python has frames.
    pending: list[tuple[list[os.DirEntry[str]], tuple[bool, ...]]] = []
    if max_depth is None or max_depth > 0:
        pending.append((_listing(folder), ()))
    while pending:
        entries, above = pending[-1]
        if not entries:
            pending.pop()
            continue
        entry = entries.pop()
        found = Found(entry, (*above, bool(entries)))
        yield found
        if found.is_folder and (max_depth is None or len(found.more_after) < max_depth):
            try:
                pending.append((_listing(entry.path), found.more_after))
            except FileNotFoundError:
                pass


def _listing(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name, reverse=True)
