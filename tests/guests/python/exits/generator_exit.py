# outcome: exception
# exit: 1
# expect-nothing
# exception: GeneratorExit: gone
# stderr-has: GeneratorExit: gone

raise GeneratorExit("gone")
