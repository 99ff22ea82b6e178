# outcome: exception
# exception: TypeError: second
# expect-nothing
# stderr-has: ZeroDivisionError: division by zero
# stderr-has: During handling of the above exception, another exception occurred:

try:
    1 / 0
except ZeroDivisionError:
    raise TypeError("second")
