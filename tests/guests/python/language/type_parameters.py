# expect: 3 (T,)
# expect: Pair[int]

from typing import NamedTuple


def first[T](items: list[T]) -> T:
    return items[0]


class Pair[T]:
    pass


type Numbers = list[int | float]
print(first([3, 4]), first.__type_params__)
print(str(Pair[int]).removeprefix("__main__."))
