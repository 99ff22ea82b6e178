"""Runs once, while the image is built: imports what the recipe lists and leaves the interpreter as a fresh process would be."""

import builtins
import gc
import importlib
import os
import sys
import types


def module(name, source):
    """Makes a module of the image's own from its source text."""
    made = types.ModuleType(name)
    # A copy of its own: a program that replaces `isinstance` or `len` for itself does not replace it here.
    made.__builtins__ = dict(builtins.__dict__)
    sys.modules[name] = made
    exec(compile(source, f"<{name}>", "exec", dont_inherit=True), made.__dict__)
    return made


def build(sources, modules, statements):
    for name, source in sources.items():
        module(name, source)
    if "_sandbox_event_loop" in sys.modules:
        sys.modules["_sandbox_event_loop"].install()
    for name in modules:
        importlib.import_module(name)
    for statement in statements:
        exec(compile(statement, "<recipe>", "exec", dont_inherit=True), {"__name__": "__recipe__"})
    # A program that prints and is then stopped by a limit has still printed.
    sys.stdout.reconfigure(line_buffering=True)
    sys.path.insert(0, "/app")
    sys.path_importer_cache.pop("/app", None)
    os.chdir("/app")
    # These globals are the main module's: what is still needed after they are gone is bound here.
    collect, freeze = gc.collect, gc.freeze
    main = sys.modules["__main__"].__dict__
    for name in [name for name in main if not name.startswith("__")]:
        del main[name]
    main["__name__"] = "__main__"
    main["__doc__"] = None
    collect()
    # What is in the image lives for ever: the collector need not look at it (nor dirty its pages) again.
    freeze()
