# outcome: exception
# exception: SyntaxError: '(' was never closed (main.py, line 10)
# line: 10
# expect-nothing
# stderr-has:   File "/app/main.py", line 10
# stderr-has:     print("open"
# stderr-has: SyntaxError: '(' was never closed
# stderr-not: Traceback

print("open"
