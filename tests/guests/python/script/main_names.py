# The main module starts with what a main module has, and with nothing of the host's.
# expect: ['__annotations__', '__builtins__', '__doc__', '__file__', '__loader__', '__name__', '__package__', '__spec__']
# expect: None None

names = sorted(set(globals()) | {"__annotations__"})
print(names)
print(__doc__, __spec__)
