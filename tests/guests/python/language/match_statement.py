# expect: origin
# expect: on x at 3
# expect: list of 2 and [3]
# expect: dict 1 {'b': 2}

for value in ((0, 0), (3, 0), [1, 2, 3], {"a": 1, "b": 2}):
    match value:
        case (0, 0):
            print("origin")
        case (x, 0):
            print("on x at", x)
        case [_, _, *rest]:
            print("list of 2 and", rest)
        case {"a": a, **rest}:
            print("dict", a, rest)
