# outcome: exception
# exception: AssertionError: 1 is not 2
# line: 6
# expect-nothing
# stderr-has: AssertionError: 1 is not 2
assert 1 == 2, "1 is not 2"
