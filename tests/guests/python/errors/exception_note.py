# outcome: exception
# exception: ValueError: wrong
# expect-nothing
# stderr-has: look at row 7

error = ValueError("wrong")
error.add_note("look at row 7")
raise error
