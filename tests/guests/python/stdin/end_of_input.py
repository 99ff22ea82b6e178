# Without standard input, input() raises at once; it never waits.
# outcome: exception
# exception: EOFError: EOF when reading a line
# expect: ?
# stderr-has: EOFError: EOF when reading a line
# hint-any

input("?")
