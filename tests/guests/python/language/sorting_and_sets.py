# expect: [('b', 1), ('a', 2), ('c', 2)]
# expect: {2, 3} {1, 2, 3, 4} {1}
# expect: [3, 2, 1] True False

pairs = [("a", 2), ("c", 2), ("b", 1)]
print(sorted(pairs, key=lambda p: p[1]))
a, b = {1, 2, 3}, {2, 3, 4}
print(a & b, a | b, a - b)
print(list(reversed([1, 2, 3])), any([0, 1]), all([0, 1]))
