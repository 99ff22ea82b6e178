# outcome: exception
# exception: RecursionError: maximum recursion depth exceeded
# expect-nothing
# stderr-has: RecursionError: maximum recursion depth exceeded
# stderr-has: [Previous line repeated


def f(n):
    return f(n + 1)


f(0)
