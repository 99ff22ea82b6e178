# outcome: exception
# exit: 1
# expect: before
# exception: KeyboardInterrupt:
# line: 10
# stderr-has: KeyboardInterrupt


print("before")
raise KeyboardInterrupt
