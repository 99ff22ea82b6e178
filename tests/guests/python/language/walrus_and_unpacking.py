# expect: 1 [2, 3] 4
# expect: 10
# expect: {'x': 1, 'y': 3}
# expect: 1 2 3

first, *middle, last = [1, 2, 3, 4]
print(first, middle, last)
if (n := len("0123456789")) > 5:
    print(n)
print({**{"x": 1, "y": 2}, "y": 3})
print(*[1, 2], 3)
