"""The docstring of the program."""
# expect: The docstring of the program.

print(__doc__)
