# The interpreter's own suggestions work.
# outcome: exception
# exception: NameError: name 'totl' is not defined
# expect-nothing
# stderr-has: NameError: name 'totl' is not defined. Did you mean: 'total'?

total = 1
print(totl)
