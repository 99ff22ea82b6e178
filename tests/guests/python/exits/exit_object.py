# Any other object does the same with its text.
# outcome: exit
# exit: 1
# expect-nothing
# stderr: ['a', 1]

raise SystemExit(["a", 1])
