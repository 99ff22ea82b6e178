# outcome: exception
# exception: ZeroDivisionError: division by zero
# stderr-has: ZeroDivisionError
# expect-nothing

globals().clear()
1 / 0
