"""group_by, filter_by, map_items, sort_by, unique and chunk."""
# expect: {3: ['oak', 'elm', 'ash'], 4: ['pine'], 5: ['beech']} {}
# expect: {'Oslo': ['Vega', 'Deneb'], 'Kiel': ['Rigel']}
# expect: ['Oslo', 'Kiel'] {1: [(1, 'a'), (1, 'c')], 2: [(2, 'b')]}
# expect: [2, 4, 6, 8, 10] [] [1, 'x']
# expect: [1, 4, 9] ['A', 'B']
# expect: ['fir', 'larch', 'spruce', 'willow'] ['spruce', 'willow', 'larch', 'maple', 'fir']
# expect: ['Rigel', 'Vega', 'Deneb'] [3, 2, 1]
# expect: [1, 2, 3, 4, 5] ['Elm', 'oak', 'fir'] ['a', 'b', 'c']
# expect: [{'id': 1}, {'id': 2}] [[1], (1,), 1, {1}] [{'name': 'Vega', 'port': 'Oslo'}, {'name': 'Rigel', 'port': 'Kiel'}]
# expect: [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]] [] [['a', 'b'], ['c', 'd']] [[1]]
# expect: [0, 1] [2, 3] 4
# expect: ValueError: size must be at least 1: 0
# expect: ValueError: size must be at least 1: -1
# expect: TypeError: size must be a whole number, not float
# expect: TypeError: 'int' object is not iterable
# expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# expect: KeyError: 'missing'
# expect: TypeError: '<' not supported between instances of 'str' and 'int'

from itertools import count

from sandbox_utils import chunk, filter_by, group_by, map_items, sort_by, unique


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


words = ["oak", "elm", "pine", "ash", "beech"]
ships = [{"name": "Vega", "port": "Oslo"}, {"name": "Rigel", "port": "Kiel"}, {"name": "Deneb", "port": "Oslo"}]
print(group_by(words, len), group_by([], len))
print({port: [one["name"] for one in some] for port, some in group_by(ships, lambda one: one["port"]).items()})
print(list(group_by(ships, "port")), group_by([(1, "a"), (2, "b"), (1, "c")], 0))
print(filter_by(range(1, 11), lambda n: n % 2 == 0), filter_by("", bool), filter_by([0, 1, "", "x"], bool))
print(map_items([1, 2, 3], lambda n: n**2), map_items(iter("ab"), str.upper))
print(
    sort_by(["spruce", "fir", "willow", "larch"], len), sort_by(["spruce", "fir", "willow", "larch", "maple"], len, reverse=True)
)
print([one["name"] for one in sort_by(ships, "port")], sort_by([3, 1, 2], key=lambda n: -n))
print(unique([1, 2, 2, 3, 4, 4, 5, 1]), unique(["Elm", "oak", "ELM", "Oak", "fir"], key=str.lower), unique("abca"))
print(unique([{"id": 1}, {"id": 2}, {"id": 1}]), unique([[1], [1], (1,), 1, {1}, {1}]), unique(ships, "port"))
print(list(chunk(range(10), size=3)), list(chunk([], 2)), list(chunk("abcd", 2)), list(chunk([1], 5)))
numbers = count()
parts = chunk(numbers, 2)
print(next(parts), next(parts), next(numbers))
error(lambda: chunk([1], 0))
error(lambda: chunk([1], -1))
error(lambda: chunk([1], 1.5))
error(lambda: chunk(5, 1))
error(lambda: group_by([{"a": []}], "a"))
error(lambda: group_by(ships, "missing"))
error(lambda: sort_by([1, "a"], lambda item: item))
