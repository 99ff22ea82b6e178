# outcome: exception
# exception: RuntimeError: could not load
# line: 11
# expect-nothing
# stderr-has: KeyError: 'missing'
# stderr-has: The above exception was the direct cause of the following exception:
# stderr-has: RuntimeError: could not load
try:
    {}["missing"]
except KeyError as error:
    raise RuntimeError("could not load") from error
