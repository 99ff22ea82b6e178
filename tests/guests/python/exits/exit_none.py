# outcome: exit
# exit: 0
# expect-nothing

raise SystemExit(None)
