# The value of the last expression, when it is asked for.
# value: 42
# expect: printed

print("printed")
6 * 7
