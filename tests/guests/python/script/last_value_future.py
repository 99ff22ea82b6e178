# A future statement holds for the last expression, too.
# value: {'x': 'Missing'}
# expect-nothing

from __future__ import annotations


def f(x: Missing): ...


f.__annotations__
