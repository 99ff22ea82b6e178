# expect-nothing
