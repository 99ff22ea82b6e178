# tomli reads like the language's own tomllib; tomlkit changes a file and keeps its comments and order; tomli_w writes.
# creates: settings.toml
# expect: True
# expect: TOMLDecodeError Cannot overwrite a value (at end of document)
# expect: # The settings.
# expect: title = "new"    # a remark
# expect: 
# expect: [server]
# expect: ports = [80, 443, 8080]
# expect: host = "a"
# expect: since = 2026-01-02
# expect: 
# expect: [[job]]
# expect: name = "x"
# expect: True
# expect: ['Integer', 'Date', 'Table', 'AoT'] NonExistentKey

import datetime
import tomllib

import tomli
import tomli_w
import tomlkit

TEXT = """\
# The settings.
title = "old"    # a remark

[server]
ports = [80, 443]
host = "a"

[[job]]
name = "x"
"""

print(tomli.loads(TEXT) == tomllib.loads(TEXT))
try:
    tomli.loads("a = 1\na = 2")
except tomli.TOMLDecodeError as error:
    print(type(error).__name__, error)
document = tomlkit.parse(TEXT)
document["title"] = "new"
document["server"]["ports"].append(8080)
document["server"]["since"] = datetime.date(2026, 1, 2)
with open("settings.toml", "w") as file:
    tomlkit.dump(document, file)
print(open("settings.toml").read(), end="")
plain = document.unwrap()
print(tomllib.loads(tomli_w.dumps(plain)) == plain)
values = (document["server"]["ports"][0], document["server"]["since"], document["server"], document["job"])
try:
    document["none"]
except tomlkit.exceptions.NonExistentKey as error:
    print([type(value).__name__ for value in values], type(error).__name__)
