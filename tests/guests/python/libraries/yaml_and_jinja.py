# expect: {'a': [1, 2], 'b': None}
# expect: a: 1
# expect: Hello Ada, Grace!

import jinja2
import yaml

print(yaml.safe_load("a: [1, 2]\nb:\n"))
print(yaml.safe_dump({"a": 1}), end="")
print(jinja2.Template("Hello {{ names | join(', ') }}!").render(names=["Ada", "Grace"]))
