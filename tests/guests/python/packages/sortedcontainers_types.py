# Lists, dictionaries and sets that stay sorted; 20,000 numbers agree with sorted().
# expect: [1, 2, 3, 5] 2 [2, 3]
# expect: [('a', 1), ('b', 2), ('c', 3)] ('c', 3) ['b', 'c']
# expect: SortedSet([1, 3, 7]) 7
# expect: ['ccc', 'bb', 'a']
# expect: True 1
# expect: ValueError

import random

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

numbers = SortedList([5, 1, 3])
numbers.add(2)
print(list(numbers), numbers.bisect_right(2), list(numbers.irange(2, 3)))
names = SortedDict(c=3, a=1, b=2)
print(list(names.items()), names.peekitem(), list(names.irange("b")))
print(SortedSet([7, 3, 1, 3]), SortedSet([7, 3, 1])[-1])
print(list(SortedKeyList(["a", "ccc", "bb"], key=lambda text: -len(text))))
random.seed(1)
values = [random.randrange(10**6) for _ in range(20_000)]
many = SortedList()
for value in values:
    many.add(value)
print(list(many) == sorted(values), many.count(values[0]))
try:
    numbers.remove(99)
except ValueError as error:
    print(type(error).__name__)
