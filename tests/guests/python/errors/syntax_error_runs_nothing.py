# An error of syntax anywhere: nothing runs.
# outcome: exception
# line: 9
# expect-nothing
# stderr-has: SyntaxError

print("never")

def f(:
