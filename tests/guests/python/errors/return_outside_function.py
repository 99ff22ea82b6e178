# outcome: exception
# exception: SyntaxError: 'return' outside function (main.py, line 8)
# line: 8
# expect-nothing
# stderr-has: SyntaxError: 'return' outside function
x = 1

return x
