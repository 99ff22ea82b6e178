# Running out of depth can be caught, and the program goes on.
# expect: RecursionError
# expect: 500500


def f(n):
    return f(n + 1)


try:
    f(0)
except RecursionError as error:
    print(type(error).__name__)
print(sum(range(1001)))
