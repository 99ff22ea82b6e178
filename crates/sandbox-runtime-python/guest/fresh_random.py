"""Seeds the global random generators when they are first used. Part of the image, under the name `_sandbox_random`.

Every clone of an image has the same generator states, so without this all of them would draw the same numbers. Seeding takes a tenth of a
millisecond, and most programs draw none. So the functions of the global generators are taken out of their modules; a module's
`__getattr__` puts them back, freshly seeded, when the first of them is looked up.

A session's state is copied once more, when it is resumed or forked: `renew` seeds again what was in use by then. What the program seeded itself stays: it
asked for these very numbers.
"""

import functools
import os
import random
import sys

# The generators that are in use, by their names, and how each is seeded afresh.
_in_use = {}

# Functions that `_noting` made, and what they stand for.
_noted = {}
_Function = type(lambda: None)

# Functions that put a generator into a state of the program's choice.
_CHOOSING = ("seed", "setstate", "set_state")


def _seed_python():
    # The leading one keeps the number's length, and with it the fuel, the same whatever is drawn.
    random._inst.seed(int.from_bytes(b"\1" + os.urandom(32)))


def _seed_numpy():
    # As above; and numpy compares its seed with 2**32 - 1, which costs the same when the upper digit (of 30 bits) is the same.
    numbers = int.from_bytes(b"\1" + os.urandom(4)) & 0x3FFF_FFFF | 0x8000_0000
    sys.modules["numpy.random.mtrand"]._rand.seed(numbers)


def _belongs(value, generator, functions):
    if type(value) is _Function:
        value = _noted.get(value, value)
    return value is generator or getattr(value, "__self__", None) is generator or any(value is function for function in functions)


def _noting(value, name):
    """A function that does the same, and remembers that the state is the program's own from then on."""

    @functools.wraps(value)
    def chosen(*args, **kwargs):
        result = value(*args, **kwargs)
        # `seed()` and `seed(None)` choose nothing.
        if value.__name__ != "seed" or kwargs or (args and args[0] is not None):
            _in_use.pop(name, None)
        return result

    _noted[chosen] = value
    return chosen


def _hide(generator_name, generator, seed, functions=()):
    """Takes the generator, its methods and the functions that need it out of every module that has them."""
    hidden = []
    for module in list(sys.modules.values()):
        namespace = getattr(module, "__dict__", None)
        if namespace is None or namespace is globals():
            continue
        names = {key: value for key, value in list(namespace.items()) if _belongs(value, generator, functions)}
        for choosing in _CHOOSING:
            # A derived image is armed a second time.
            if choosing in names and not (type(names[choosing]) is _Function and names[choosing] in _noted):
                names[choosing] = _noting(names[choosing], generator_name)
        if names:
            hidden.append((module, namespace, names, namespace.get("__getattr__"), namespace.get("__dir__")))

    def reveal():
        for _, namespace, names, own_getattr, own_dir in hidden:
            for key, value in names.items():
                # What the program has put in its place stays.
                namespace.setdefault(key, value)
            for hook, own in (("__getattr__", own_getattr), ("__dir__", own_dir)):
                if own is None:
                    namespace.pop(hook, None)
                else:
                    namespace[hook] = own
        hidden.clear()
        seed()
        _in_use[generator_name] = seed

    def hooks(module, namespace, names, own_getattr):
        def lookup(name):
            if name in names and hidden:
                reveal()
                return names[name]
            if own_getattr is not None:
                return own_getattr(name)
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        def listing():
            if hidden:
                reveal()
            return sorted(namespace)

        return lookup, listing

    for module, namespace, names, own_getattr, _ in hidden:
        for name in names:
            del namespace[name]
        namespace["__getattr__"], namespace["__dir__"] = hooks(module, namespace, names, own_getattr)


def arm():
    _hide("random", random._inst, _seed_python)
    numpy_random = sys.modules.get("numpy.random.mtrand")
    if numpy_random is not None:
        # Compiled functions look the generator up by its name in their own module, where `__getattr__` is not asked.
        # Looked up first: where an image is armed again, that brings back what is hidden.
        generator = numpy_random._rand
        values = [_noted.get(value, value) if type(value) is _Function else value for value in vars(numpy_random).values()]
        functions = [value for value in values if type(value).__name__ == "cython_function_or_method"]
        _hide("numpy.random", generator, _seed_numpy, functions)
    # Arming an image again has looked them up, and no program has.
    _in_use.clear()


def renew():
    for seed in _in_use.values():
        seed()
