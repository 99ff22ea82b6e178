# expect: (a: int, *, b: str = 'x') -> list[int]
# expect: {'a': <class 'int'>, 'b': <class 'str'>, 'return': list[int]}
# expect: True

import inspect
import typing


def f(a: int, *, b: str = "x") -> list[int]: ...


class Quacks(typing.Protocol):
    def quack(self): ...


@typing.runtime_checkable
class Sized(typing.Protocol):
    def __len__(self) -> int: ...


print(inspect.signature(f))
print(typing.get_type_hints(f))
print(isinstance([], Sized))
