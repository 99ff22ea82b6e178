# A class of a library's is given with it.
# outcome: exception
# exception: json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
# line: 9
# expect-nothing
# stderr-has: json.decoder.JSONDecodeError: Expecting value
import json

json.loads("nonsense")
