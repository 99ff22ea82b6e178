"""Grouping, filtering, sorting and splitting of anything that can be iterated over.

Where a function takes a key, it is a function of the item, or text or a number that stands for ``item[key]``.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

type Key[T] = Callable[[T], Any] | str | int


def group_by[T](items: Iterable[T], key: Key[T]) -> dict[Any, list[T]]:
    """The items in lists by their key, keys and items in the order in which they come.

    Raises TypeError for a key that cannot be hashed, and what `key` raises.
    """
    function = _function(key)
    groups: dict[Any, list[T]] = {}
    for item in items:
        groups.setdefault(function(item), []).append(item)
    return groups


def filter_by[T](items: Iterable[T], predicate: Callable[[T], object]) -> list[T]:
    """The items for which `predicate` is true. Raises what `predicate` raises."""
    return [item for item in items if predicate(item)]


def map_items[T, R](items: Iterable[T], transform: Callable[[T], R]) -> list[R]:
    """What `transform` makes of each item. Raises what `transform` raises."""
    return [transform(item) for item in items]


def sort_by[T](items: Iterable[T], key: Key[T], reverse: bool = False) -> list[T]:
    """The items in the order of their keys; items with equal keys stay in their order, also with `reverse`.

    Raises TypeError for keys that cannot be compared, and what `key` raises.
    """
    return sorted(items, key=_function(key), reverse=reverse)


def unique[T](items: Iterable[T], key: Key[T] | None = None) -> list[T]:
    """The items without those that equal an earlier one, or whose key does. Items need not be hashable.

    Raises what `key` raises.
    """
    function = _function(key) if key is not None else None
    hashed: set[Hashable] = set()
    others: list[Any] = []
    result: list[T] = []
    for item in items:
        value: Any = item if function is None else function(item)
        try:
            if value in hashed:
                continue
            hashed.add(value)
        except TypeError:
            if value in others:
                continue
            others.append(value)
        result.append(item)
    return result


def chunk[T](items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items each, the last one maybe shorter. Items are taken only as the lists are asked for.

    Raises, when called, ValueError for a size below 1, and TypeError for one that is no whole number.
    """
    if not isinstance(size, int):
        raise TypeError(f"size must be a whole number, not {type(size).__name__}")
    if size < 1:
        raise ValueError(f"size must be at least 1: {size}")
    return _chunks(iter(items), size)


def _chunks[T](items: Iterator[T], size: int) -> Iterator[list[T]]:
    from itertools import islice

    while part := list(islice(items, size)):
        yield part


def _function(key: Any) -> Callable[[Any], Any]:
    if callable(key):
        return key
    from operator import itemgetter

    return itemgetter(key)
