# expect: 1 2 3
# expect: [0, 10, 20]
# expect: outer changed
# expect: {'a': 1, 'b': 2}


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    return step


word = "outer"


def change():
    global word
    word += " changed"


step = counter()
print(step(), step(), step())
print([f(10) for f in [lambda x, n=n: x * n for n in range(3)]])
change()
print(word)
print((lambda **kw: kw)(a=1, b=2))
