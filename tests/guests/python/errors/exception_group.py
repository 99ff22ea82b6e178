# outcome: exception
# exception: ExceptionGroup: many (2 sub-exceptions)
# expect-nothing
# stderr-has:   | ExceptionGroup: many (2 sub-exceptions)
# stderr-has:     | ValueError: one
# stderr-has:     | TypeError: two

raise ExceptionGroup("many", [ValueError("one"), TypeError("two")])
