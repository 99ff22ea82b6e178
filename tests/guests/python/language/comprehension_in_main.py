# Names of the main module are seen in nested scopes: the program runs with one dictionary, as a script does.
# expect: [10, 20]
# expect: 6

factor = 10


def scaled(values):
    return [v * factor for v in values]


class Holder:
    total = sum(n for n in (1, 2, 3))


print(scaled([1, 2]))
print(Holder.total)
