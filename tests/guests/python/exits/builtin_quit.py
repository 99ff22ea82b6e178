# outcome: exit
# exit: 6
# expect-nothing

quit(6)
