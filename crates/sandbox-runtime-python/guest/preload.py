"""Makes the image: imports what the recipe lists, and leaves the interpreter as a fresh process would be.

The host runs `build` in a fresh interpreter, then some programs for practice, then `seal`; then it takes the snapshot.
"""

import array
import builtins
import errno
import gc
import importlib
import linecache
import os
import sys
import types

# How many addresses go to the host at once.
_BATCH = 32768


def _module(name, source):
    """Makes a module of the image's own from its source text."""
    made = types.ModuleType(name)
    # A copy of its own: a program that replaces `isinstance` or `len` for itself does not replace it here.
    made.__builtins__ = dict(builtins.__dict__)
    sys.modules[name] = made
    exec(compile(source, f"<{name}>", "exec", dont_inherit=True), made.__dict__)
    return made


def build(sources, modules, statements, environment):
    # A program that prints and is then stopped by a limit has still printed.
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.update(environment)
    for name, source in sources.items():
        _module(name, source)
    builtins._sandbox_run = sys.modules["_sandbox"].run
    sys.modules["_sandbox_event_loop"].install()
    _refuse()
    _quiet()
    # Last: a package is never found instead of a module of the interpreter's own.
    sys.path.append("/packages")
    # What packages were compiled to, once, by a guest (`compile_packages.py`).
    sys.pycache_prefix = "/usr/local/lib/pycache"
    for name in modules:
        importlib.import_module(name)
    for statement in statements:
        exec(compile(statement, "<recipe>", "exec", dont_inherit=True), {"__name__": "__recipe__"})
    sys.path.insert(0, "/app")
    os.chdir("/app")


def _quiet():
    """Warnings that say of the sandbox what every program of it would hear."""
    import warnings

    # It has no threads, and a progress bar needs none.
    warnings.filterwarnings("ignore", "tqdm:disabling monitor support")


def _refuse():
    """Functions that the interpreter was built without, and that programs call in the belief that they can only fail: they fail as programs expect it."""
    import _socket

    def getaddrinfo(*args, **kwargs):
        raise _socket.gaierror(-2, "Name or service not known: there is no network in the sandbox")

    def system(command):
        raise OSError(errno.ENOTSUP, "wasi does not support processes")

    def popen(cmd, mode="r", buffering=-1):
        raise OSError(errno.ENOTSUP, "wasi does not support processes")

    for module, function in ((_socket, getaddrinfo), (os, system), (os, popen)):
        name = function.__name__
        if not hasattr(module, name):
            function.__module__ = module.__name__
            function.__qualname__ = name
            setattr(module, name, function)


def extend(modules, statements, environment):
    """Builds a derived image in a clone of its parent's. The host then runs its practice programs, and `settle`."""
    # What the parent's image looked for in vain may be there now.
    importlib.invalidate_caches()
    _forget_places()
    runner = sys.modules["_sandbox"]
    os.environ.update(environment)
    runner._usual_environment.update(environment)
    for name in modules:
        importlib.import_module(name)
    for statement in statements:
        exec(compile(statement, "<recipe>", "exec", dont_inherit=True), {"__name__": "__recipe__"})


def settle():
    """The end of building a derived image. Its own objects are counted as usual: the pages they are on are a clone's own from its start."""
    _tidy()
    sys.modules["_sandbox_random"].arm()
    gc.collect()
    gc.freeze()


def _forget_places():
    for place in ("/app", "/packages"):
        sys.path_importer_cache.pop(place, None)


def _tidy():
    """Removes the traces of building and of the practice programs."""
    main = sys.modules["__main__"].__dict__
    for name in [name for name in main if name not in ("__name__", "__builtins__", "__doc__", "__loader__", "__spec__", "__package__")]:
        del main[name]
    main["__name__"] = "__main__"
    main["__doc__"] = None
    linecache.cache.clear()
    _forget_places()
    for name in [name for name, module in sys.modules.items() if (getattr(module, "__file__", None) or "").startswith("/app/")]:
        del sys.modules[name]


def seal():
    """Removes the traces of building and of the practice programs, and settles the heap."""
    _tidy()
    sys.modules["_sandbox_random"].arm()
    del builtins._sandbox_run
    _enter_by(sys.modules["_sandbox"].run)
    # The guest froze what it imported by itself; all of it is to be seen here.
    gc.unfreeze()
    gc.collect()
    last = _make_immortal()
    # What is in the image lives for ever: the collector need not look at it (nor dirty its pages) again.
    gc.freeze()
    _fill_gaps(last)


def _turn(source, environ):
    try:
        _sandbox_run()
    except BaseException:
        return 1, False
    return 0, False


def _enter_by(run):
    """Lets every turn begin with `run`, whatever its text is.

    The guest's own `turn` parses the text, compiles it, runs it in `__main__` and flushes the standard streams: all by names that an earlier program may have
    replaced, and at a fifth of the cost of a small program. The guest keeps the function, so the function gets other code. Removed when the
    guest can be told to call a function.
    """
    reactor = sys.modules["_reactor"]
    reactor._sandbox_run = run
    reactor.turn.__code__ = _turn.__code__


def _make_immortal():
    """Ends reference counting for everything in the image, by CPython's own rule for objects like `None` (PEP 683).

    A clone shares the image's pages until it writes to them, and counting references is writing: to call a function of an
    imported module would copy a page for every object it looks at. An immortal object's count is never changed. Python has no call for this,
    so the host sets the counts; it takes the value from `None`. Objects that are alive at the snapshot would never be freed anyway.

    Returns the highest address of all.
    """
    last = 0
    counted = array.array("I")
    pending = []
    for tracked in gc.get_objects():
        pending.append(tracked)
        while pending:
            one = pending.pop()
            counted.append(id(one))
            for referent in gc.get_referents(one):
                # What the collector tracks comes by itself; the rest (strings, numbers, code) is reached from here only.
                if not gc.is_tracked(referent) and not sys._is_immortal(referent):
                    pending.append(referent)
        if len(counted) >= _BATCH:
            last = max(last, max(counted))
            _set_immortal(counted)
    last = max(last, max(counted, default=0))
    _set_immortal(counted)
    return last


def _set_immortal(addresses):
    if addresses:
        call = sys.modules["_sandbox"]._call
        call(b"i" + id(None).to_bytes(4, "little") + addresses.tobytes())
        del addresses[:]


# What one `bytes` takes beside its content, and what the guest's allocator rounds to and needs for itself.
_BYTES_OVERHEAD = sys.getsizeof(b"") + 4
_GRANULE = 16


def _fill_gaps(last):
    """Occupies the free places between the image's objects, so that a clone's own objects lie side by side behind them.

    The guest's allocator takes the best fitting free place, wherever it is. Left to itself it would spread the few thousand objects of a small
    program over hundreds of the image's pages, each of which is then copied, and put back after the run. Behind `last` there are no gaps, only
    the memory that was never used.
    """
    addresses = array.array("I", bytes(4 * _BATCH))
    del addresses[:]
    size = 1 << 20
    while size >= 2 * _GRANULE:
        while True:
            filler = bytes(size - _BYTES_OVERHEAD)
            if id(filler) > last:
                break
            addresses.append(id(filler))
            # Nothing refers to it from now on, and nothing will free it.
            _set_immortal(addresses)
        size -= max(_GRANULE, size // 16 // _GRANULE * _GRANULE)
    while id(filler := object()) < last:
        addresses.append(id(filler))
        _set_immortal(addresses)
