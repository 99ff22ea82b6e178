# outcome: exception
# exception: TypeError: only
# expect-nothing
# stderr-has: TypeError: only
# stderr-not: ZeroDivisionError

try:
    1 / 0
except ZeroDivisionError:
    raise TypeError("only") from None
