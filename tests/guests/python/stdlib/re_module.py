# expect: [('ada', 'example.org'), ('grace', 'navy.mil')]
# expect: 2024/01/31
# expect: ['a', 'b', 'c']
# expect: None

import re

print(re.findall(r"(\w+)@([\w.]+)", "ada@example.org, grace@navy.mil"))
print(re.sub(r"(\d+)-(\d+)-(\d+)", r"\1/\2/\3", "2024-01-31"))
print(re.split(r"[,;]\s*", "a, b;c"))
print(re.fullmatch(r"[a-z]+", "ABC"))
