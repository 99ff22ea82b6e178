"""yaml_to_json and json_to_yaml: the types, the order, only safe tags."""
# expect: {
# expect:   "ship": "Vega",
# expect:   "masts": 3,
# expect:   "ports": [
# expect:     "Oslo",
# expect:     "Kiel"
# expect:   ]
# expect: }
# expect: True
# expect: {'d': '2024-01-31', 't': '2024-01-31T10:00:00+00:00', 'n': None, 'b': True, 'f': 1.5, 's': ['a', 'b'], 'x': 'aGk='}
# expect: {'2': 'two', 'true': True, '2024-01-31': 'date', 'ü': 'é'} null [
# expect:   "ü"
# expect: ]
# expect: {'a': [1], 'b': [1]}
# expect: z: 1
# expect: a:
# expect: - k: null
# expect: - true
# expect: - 'yes'
# expect: - '1'
# expect: - ü
# expect: - ''
# expect: e: {}
# expect: True
# expect: not YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'
# expect: not YAML: while parsing a flow node
# expect: the YAML refers to itself or is nested too deeply
# expect: keys that are the same in JSON: 1, '1'
# expect: not YAML: expected a single document in the stream
# expect: the YAML refers to itself or is nested too deeply
# expect: ValueError: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: ValueError: the JSON is nested too deeply

import json

from sandbox_utils import json_to_yaml, yaml_to_json


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


text = "ship: Vega\nmasts: 3\nports:\n- Oslo\n- Kiel\n"
print(yaml_to_json(text))
print(json_to_yaml(yaml_to_json(text)) == text)
print(
    json.loads(
        yaml_to_json("d: 2024-01-31\nt: 2024-01-31 10:00:00Z\nn: ~\nb: yes\nf: 1.5\ns: !!set {b, a}\nx: !!binary aGk=\n")
    )
)
print(json.loads(yaml_to_json("2: two\ntrue: yes\n2024-01-31: date\nü: é\n")), yaml_to_json(""), yaml_to_json("- ü"))
print(json.loads(yaml_to_json("a: &x [1]\nb: *x\n")))
print(json_to_yaml('{"z": 1, "a": [{"k": null}, true, "yes", "1", "ü", ""], "e": {}}'), end="")
tricky = {"a": "two\nlines", "b": " - x: y #", "c": [[], [1.0, -1e300]], "n": None, "": "empty"}
print(json.loads(yaml_to_json(json_to_yaml(json.dumps(tricky)))) == tricky)
for bad in ("!!python/object/apply:os.system [echo]", "a: [", "a: &x [*x]", "1: a\n'1': b", "--- a\n--- b\n", "- " * 600 + "x"):
    try:
        print(yaml_to_json(bad))
    except ValueError as refused:
        print(str(refused).splitlines()[0])
error(lambda: json_to_yaml("{"))
error(lambda: json_to_yaml("[" * 100_000))
