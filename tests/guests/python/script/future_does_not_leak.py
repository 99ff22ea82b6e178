# Modules that the host compiled with future statements do not pass them on to the program.
# expect: <class 'int'>


def f(x: int): ...


print(f.__annotations__["x"])
