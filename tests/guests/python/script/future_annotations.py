# A future statement holds for the program, with or without comments before it.
# expect: {'x': 'NotDefinedAnywhere', 'return': 'AlsoNot'}

from __future__ import annotations


def f(x: NotDefinedAnywhere) -> AlsoNot: ...


print(f.__annotations__)
