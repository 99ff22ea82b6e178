# expect: [0, 1, 1, 2, 3, 5]
# expect: got 10
# expect: closed
# expect: [1, 2, 3, 4]


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def echo():
    try:
        while True:
            print("got", (yield))
    finally:
        print("closed")


def flat():
    yield from [1, 2]
    yield from (n for n in (3, 4))


numbers = fibonacci()
print([next(numbers) for _ in range(6)])
e = echo()
next(e)
e.send(10)
e.close()
print(list(flat()))
