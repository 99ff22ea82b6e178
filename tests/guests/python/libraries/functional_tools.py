# toolz and more_itertools: pipelines, groups, windows and merges over streams that are never held as a whole.
# expect: {3: 2, 5: 3, 4: 1}
# expect: {'a': [1, 3], 'b': [2]}
# expect: 30 7
# expect: {'user': {'tags': ['x', 'y']}, 'n': 1}
# expect: [(1, 2, 3), (2, 3, 4)] [[1, 2], [3]]
# expect: [1, 2, 3, 4] ['a', 'b']
# expect: [[1, 2], [10], [20, 21]]
# expect: (['b', 'd'], ['a', 'c']) 1 [0, 1]
# expect: ValueError

import itertools

import more_itertools as more
from toolz import assoc, curry, frequencies, get_in, groupby, merge_sorted, pipe, pluck, update_in
from toolz.curried import filter as keep
from toolz.curried import map as each

print(pipe("the quick brown fox jumps over".split(), each(len), frequencies))
print({key: list(pluck(1, rows)) for key, rows in groupby(0, [("a", 1), ("b", 2), ("a", 3)]).items()})
add = curry(lambda a, b: a + b)
print(pipe(range(1, 6), keep(lambda n: n % 2), each(lambda n: n * 3), each(add(1)), sum), get_in(["a", 0, "b"], {"a": [{"b": 7}]}))
data = {"user": {"tags": ["x"]}}
print(assoc(update_in(data, ["user", "tags"], lambda tags: [*tags, "y"]), "n", len(data["user"]["tags"])))
print(list(more.windowed([1, 2, 3, 4], 3)), list(more.chunked([1, 2, 3], 2)))
print(list(merge_sorted([1, 3], [2, 4])), list(more.unique_everseen("aabab")))
print([list(group) for group in more.consecutive_groups([1, 2, 10, 20, 21])])
stream = more.peekable(itertools.count(1))
parts = more.partition(lambda letter: letter in "ac", "abcd")
print(tuple(list(part) for part in parts), stream.peek(), list(more.locate([5, 5, 6], lambda n: n == 5)))
try:
    more.one([1, 2])
except ValueError as error:
    print(type(error).__name__)
