# expect: ['foo', 'bar']
# expect: True

import regex

print(regex.findall(r"\p{Ll}+", "foo BAR bar"))
print(bool(regex.fullmatch(r"(?:cats|cat){e<=1}", "cat")))
