# expect: {'a': [1, 2, 3],
# expect:  'b': {'deep': ['xxxxxxxxxxxxxxxxxxxx',
# expect:                 'yyyyyyyyyyyyyyyyyyyy',
# expect:                 'zzzzzzzzzzzzzzzzzzzz']}}

import pprint

pprint.pprint({"a": [1, 2, 3], "b": {"deep": ["x" * 20, "y" * 20, "z" * 20]}}, width=50)
