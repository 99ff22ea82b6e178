# outcome: exception
# exception: SyntaxError: made up (main.py, line -7)
# line: 9
# expect-nothing
# stderr-any

error = SyntaxError("made up")
error.filename, error.lineno = "/app/main.py", -7
raise error
