"""json_to_csv: all names in the order in which they come, nested values, null, 0 and false; and back."""
# creates-any
# expect: ship,masts
# expect: Vega,3
# expect: Rigel,2
# expect: a,b,c,d
# expect: 1,,,
# expect: false,,0,
# expect: ,,,
# expect: -0.5,,,true
# expect: list,dict,text,big
# expect: "[1, ""ü""]","{""k"": null}","say ""hi"", you
# expect: there",1000000000000000000000000000000
# expect: '' '' 'one\nobject\n' 'a\n""\n""\n'
# expect: True None 'a\n1\n'
# expect: ValueError: x.json must hold objects only, but item 0 is 1
# expect: ValueError: x.json must hold a list of objects
# expect: ValueError: x.json must hold objects only, but item 1 is null
# expect: ValueError: x.json is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: ValueError: x.json is not JSON: Expecting value: line 1 column 1 (char 0)
# expect: ValueError: x.json is nested too deeply
# expect: FileNotFoundError: /app/missing.json
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: ../etc/passwd
# expect: ValueError: Path must be within /app: /tmp/x.csv

import json

from sandbox_utils import cat, csv_to_json, json_to_csv


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


def write(value, **options):
    open("x.json", "w").write(value if isinstance(value, str) else json.dumps(value))
    return json_to_csv("x.json", **options)


print(write([{"ship": "Vega", "masts": 3}, {"ship": "Rigel", "masts": 2}]), end="")
print(write([{"a": 1, "b": None}, {"c": 0, "a": False, "b": ""}, {}, {"d": True, "a": -0.5}]), end="")
print(write([{"list": [1, "ü"], "dict": {"k": None}, "text": 'say "hi", you\nthere', "big": 10**30}]), end="")
print(repr(write([])), repr(write([{}])), repr(write({"one": "object"})), repr(write([{"a": None}, {"a": ""}])))
rows = [{"x": " a ", "y": "1,2"}, {"x": '"', "y": "\r\n"}, {"x": "", "y": "0"}, {"x": "ü", "y": "'"}]
write(rows, output="rows.csv")
print(json.loads(csv_to_json("rows.csv")) == rows, write([{"a": 1}], output="/app/out.csv"), repr(cat("out.csv")))
error(lambda: write("[1, 2]"))
error(lambda: write("5"))
error(lambda: write('[{"a": 1}, null]'))
error(lambda: write("{"))
error(lambda: write(""))
error(lambda: write("[" * 100_000))
error(lambda: json_to_csv("missing.json"))
error(lambda: json_to_csv("/etc/passwd"))
error(lambda: json_to_csv("../etc/passwd"))
error(lambda: write([{"a": 1}], output="/tmp/x.csv"))
