"""Compiles every module of the vendored packages, and leaves the results in the workspace, which becomes a layer of all guests.

They lie where `sys.pycache_prefix` has the interpreter look for them. They are never compared with their sources: both are read-only.
"""

import os
import sys
from importlib import _bootstrap_external as external
from importlib.util import source_hash

for folder, folders, files in os.walk("/packages"):
    folders.sort()
    for name in sorted(files):
        if not name.endswith(".py"):
            continue
        path = f"{folder}/{name}"
        with open(path, "rb") as file:
            source = file.read()
        try:
            code = compile(source, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            # A module for another version, or a template: whoever imports it gets the error.
            continue
        target = f"/app{folder}"
        os.makedirs(target, exist_ok=True)
        with open(f"{target}/{name[:-3]}.{sys.implementation.cache_tag}.pyc", "wb") as file:
            file.write(external._code_to_hash_pyc(code, source_hash(source), False))
