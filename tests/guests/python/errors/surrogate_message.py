# A message that UTF-8 cannot hold arrives with escapes.
# outcome: exception
# expect-nothing
# stderr-has: ValueError

raise ValueError("lone \ud800 surrogate")
