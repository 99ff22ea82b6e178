"""Searching, replacing, counting and comparing of text."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ._paths import PathArg, no_such, open_text, resolve
from ._scan import scan

# How much of a file is looked at to find out whether it is text.
_SNIFFED_BYTES = 8192
# How many characters are counted at a time.
_PIECE_CHARS = 65536


def grep(
    pattern: str, files: PathArg | Iterable[PathArg], regex: bool = True, ignore_case: bool = False
) -> list[tuple[str, int, str]]:
    """The lines that `pattern` is found in, as (absolute path, line number from 1, line without its end).

    `files` is a file, a folder (which is searched with everything below it), or several files such as `find` gives. With
    ``regex=False`` the pattern is plain text. Files are read line by line.

    Skipped are: binary files, which have a NUL byte in their first 8,192 bytes; files that may not be read
    (PermissionError); among several files, folders (as `find` gives those beside their content) and links to nothing;
    below a folder, links.

    Raises ValueError for a path that leads out of /app, FileNotFoundError for one that is not there, and re.error for a
    pattern that is no regular expression.
    """
    expression = re.compile(pattern if regex else re.escape(pattern), re.IGNORECASE if ignore_case else 0)
    matches: list[tuple[str, int, str]] = []
    for file in _searched(files):
        name = str(file)
        try:
            if _is_binary(file):
                continue
            with open_text(file) as lines:
                for number, line in enumerate(lines, 1):
                    line = line.removesuffix("\n").removesuffix("\r")
                    if expression.search(line):
                        matches.append((name, number, line))
        except PermissionError:
            continue
    return matches


def sed(pattern: str, repl: str, text: str, count: int = 0, flags: int | re.RegexFlag = 0) -> str:
    """The text with matches of a regular expression replaced: the first `count` of them, or all if that is 0.

    It is `re.sub`: case matters unless `flags` has ``re.IGNORECASE``; ``^`` and ``$`` are the ends of the text, or of each
    line with ``re.MULTILINE``; ``\\1`` and ``\\g<name>`` in `repl` are groups.

    Raises re.error for a pattern or replacement that is none, and ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"count must not be negative: {count}")
    return re.sub(pattern, repl, text, count=count, flags=flags)


def head(file: PathArg, lines: int = 10) -> str:
    """The first lines of a file, with their ends. Only they are read.

    Raises ValueError if `file` leads out of /app or `lines` is negative, FileNotFoundError, IsADirectoryError.
    """
    from itertools import islice

    with open_text(resolve(file)) as text:
        return "".join(islice(text, _not_negative(lines)))


def tail(file: PathArg, lines: int = 10) -> str:
    """The last lines of a file, with their ends. The file is read line by line.

    Raises ValueError if `file` leads out of /app or `lines` is negative, FileNotFoundError, IsADirectoryError.
    """
    from collections import deque

    with open_text(resolve(file)) as text:
        return "".join(deque(text, _not_negative(lines)))


def wc(file: PathArg) -> dict[str, int]:
    """How many lines, words and chars a file has, as the command `wc` counts them.

    Lines are newlines, so that a last line without one is not counted; words are separated by white space; bytes that are
    not UTF-8 are no characters, and a byte order mark is one.

    Raises ValueError if `file` leads out of /app, FileNotFoundError, IsADirectoryError.
    """
    lines = words = chars = 0
    within_word = False
    with open(resolve(file), encoding="utf-8", errors="ignore", newline="") as text:
        while piece := text.read(_PIECE_CHARS):
            lines += piece.count("\n")
            chars += len(piece)
            # A word that began in the piece before has been counted there.
            words += len(piece.split()) - (within_word and not piece[0].isspace())
            within_word = not piece[-1].isspace()
    return {"lines": lines, "words": words, "chars": chars}


def diff(file1: PathArg, file2: PathArg) -> str:
    """What changes from one file to the other, as a unified diff with three lines of context; empty if nothing does.

    Raises ValueError if a path leads out of /app, FileNotFoundError, IsADirectoryError.
    """
    import difflib

    with open_text(resolve(file1)) as old, open_text(resolve(file2)) as new:
        changes = difflib.unified_diff(list(old), list(new), str(file1), str(file2))
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in changes)


def _searched(files: PathArg | Iterable[PathArg]) -> Iterator[Path]:
    if isinstance(files, (str, os.PathLike)):
        path = resolve(files)
        if path.is_dir():
            entries = (found.entry for found in scan(str(path)))
            yield from (Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))
        elif path.exists():
            yield path
        else:
            raise no_such(files)
        return
    for file in files:
        path = resolve(file)
        if path.is_file():
            yield path
        elif not os.path.lexists(path):
            raise no_such(file)


def _is_binary(file: Path) -> bool:
    with open(file, "rb") as data:
        return b"\0" in data.read(_SNIFFED_BYTES)


def _not_negative(lines: int) -> int:
    if lines < 0:
        raise ValueError(f"lines must not be negative: {lines}")
    return lines
