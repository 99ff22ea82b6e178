# expect: {'title': 'x', 'server': {'port': 80}}
# expect: 8080
# expect: ['a b', 'c']

import configparser
import shlex
import tomllib

print(tomllib.loads('title = "x"\n[server]\nport = 80\n'))
parser = configparser.ConfigParser()
parser.read_string("[web]\nport = 8080\n")
print(parser["web"]["port"])
print(shlex.split("'a b' c"))
