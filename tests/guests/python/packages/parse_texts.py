# parse is the opposite of str.format: a pattern takes values out of a text, with their types.
# expect: ('GET', '/index.html', 200) 0.25
# expect: {'host': 'web1', 'load': 1.5}
# expect: 2026-01-02 03:04:05
# expect: [1, 22, 333]
# expect: None
# expect: ('Ada', 'Lovelace')
# expect: [255, 8, 5]
# expect: 12 (0, 2)

import parse

line = parse.parse("{:w} {} {:d} in {:f}s", "GET /index.html 200 in 0.25s")
print(line.fixed[:3], line[3])
print(parse.parse("{host}: {load:g}", "web1: 1.5").named)
print(parse.parse("at {:ti}", "at 2026-01-02T03:04:05")[0])
print([found[0] for found in parse.findall("<{:d}>", "<1> <22> <x> <333>")])
print(parse.parse("{:d}", "twelve"))


@parse.with_pattern(r"[A-Z]\w+")
def name(text):
    return text


pattern = parse.compile("{first:Name} {last:Name}", {"Name": name})
found = pattern.parse("Ada Lovelace")
print((found["first"], found["last"]))
print([parse.parse(form, text)[0] for form, text in (("{:x}", "ff"), ("{:o}", "10"), ("{:b}", "101"))])
found = parse.search("{:d}", "12 and 13")
print(found[0], found.spans[0])
