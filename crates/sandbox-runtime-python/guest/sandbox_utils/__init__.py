"""Small tools for programs in the sandbox: files, text, data, formats, shell commands and saved state.

    from sandbox_utils import find, grep, csv_to_json

- Paths are relative to /app, or absolute below it. Any other path, one that leaves /app by ``..``, and one that a symbolic
  link leads out of /app raise ``ValueError("Path must be within /app: …")``.
- Text files are UTF-8. Where text is read, a byte order mark at the beginning is dropped, and bytes that are not UTF-8
  become U+FFFD. Line ends are kept as they are (``\\r\\n`` stays); only ``\\n`` ends a line.
- What the file system refuses is the usual ``OSError``: ``FileNotFoundError``, ``IsADirectoryError``, ….
"""

from .data import chunk, filter_by, group_by, map_items, sort_by, unique
from .files import copy_tree, find, remove_tree, tree, walk
from .formats import csv_to_json, json_to_csv, json_to_yaml, xml_to_dict, yaml_to_json
from .shell import cat, cp, echo, ls, mkdir, mv, rm, touch
from .state import load_state, save_state, update_state
from .text import diff, grep, head, sed, tail, wc

__all__ = [
    "cat",
    "chunk",
    "copy_tree",
    "cp",
    "csv_to_json",
    "diff",
    "echo",
    "filter_by",
    "find",
    "grep",
    "group_by",
    "head",
    "json_to_csv",
    "json_to_yaml",
    "load_state",
    "ls",
    "map_items",
    "mkdir",
    "mv",
    "remove_tree",
    "rm",
    "save_state",
    "sed",
    "sort_by",
    "tail",
    "touch",
    "tree",
    "unique",
    "update_state",
    "walk",
    "wc",
    "xml_to_dict",
    "yaml_to_json",
]
