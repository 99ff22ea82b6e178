# outcome: exception
# exception: AttributeError: 'list' object has no attribute 'push'
# expect-nothing
# stderr-has: AttributeError: 'list' object has no attribute 'push'

[].push(1)
