# creates: data.json
# expect: {"a": [1, 2.5, null, true], "ü": "☃"}
# expect: [1, 2.5, None, True]
# expect: JSONDecodeError Expecting ',' delimiter: line 1 column 4 (char 3)

import json

text = json.dumps({"ü": "☃", "a": [1, 2.5, None, True]}, ensure_ascii=False, sort_keys=True)
print(text)
with open("data.json", "w") as file:
    json.dump(json.loads(text), file, indent=2)
print(json.load(open("data.json"))["a"])
try:
    json.loads("[1 2]")
except json.JSONDecodeError as error:
    print(type(error).__name__, error)
