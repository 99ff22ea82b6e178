# outcome: exception
# exception: IndentationError: unexpected indent (main.py, line 9)
# line: 9
# expect-nothing
# stderr-has: IndentationError: unexpected indent


x = 1
    y = 2
