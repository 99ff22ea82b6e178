# A message of a megabyte ends nothing but the program.
# outcome: exception
# expect-nothing
# stderr-has: ValueError: xxxx

raise ValueError("x" * 1_000_000)
