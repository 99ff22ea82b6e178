# expect: [('a', 3), ('b', 2)]
# expect: deque([2, 3, 4], maxlen=3)
# expect: {'x': [1, 2]}
# expect: Point(x=1, y=2) 3
# expect: [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]
# expect: {'e': [2, 4], 'o': [1, 3]}
# expect: [(1, 2), (3,)]

import itertools
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

print(Counter("aabbac").most_common(2))
print(deque([1, 2, 3, 4], maxlen=3))
groups = defaultdict(list)
groups["x"] += [1, 2]
print(dict(groups))
Point = namedtuple("Point", "x y")
print(Point(1, 2), ChainMap({"a": 3}, OrderedDict(a=4))["a"])
print(list(itertools.product([1, 2], "ab")))
kind = lambda n: "oe"[n % 2 == 0]
print({k: list(g) for k, g in itertools.groupby(sorted([1, 2, 3, 4], key=kind), kind)})
print(list(itertools.batched([1, 2, 3], 2)))
