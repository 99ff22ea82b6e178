# What regex can and re cannot: recursion, fuzzy matches, Unicode properties, sets, overlapping, all captures, a time limit.
# expect: (a(b)c)
# expect: cats (1, 0, 0)
# expect: ['Ω', 'λ'] ['漢字']
# expect: ['b', 'd']
# expect: ['aa', 'aa', 'aa']
# expect: ['1', '2', '3']
# expect: foobar
# expect: ['e', 'é']
# expect: TimeoutError
# expect: ['x', 'y']

import regex

print(regex.search(r"\((?:[^()]|(?R))*\)", "f (a(b)c) g")[0])
found = regex.fullmatch(r"(?:cats){e<=1}", "cuts") and regex.search(r"(?b)(?:bats){s<=1}", "cats")
print(found[0], found.fuzzy_counts)
print(regex.findall(r"\p{Greek}", "aΩbλ"), regex.findall(r"\p{Han}+", "a漢字b"))
print(regex.findall(r"(?V1)[[a-e]--[ace]]", "abcde"))
print(regex.findall("aa", "aaaa", overlapped=True))
print(regex.fullmatch(r"(?:(\d),?)+", "1,2,3").captures(1))
# A look behind of no fixed length.
print(regex.search(r"(?<=x+)\w+?(?=\s|$)", "xxfoobar")[0].lstrip("x"))
print(regex.findall(r"\X", "eé"))
try:
    regex.search(r"(a+)+$", "a" * 40 + "b", timeout=0.2) or regex.search(r"(?:(?:a|aa)+)+(?<!a)c", "a" * 60, timeout=0.2)
    print("no match")
except TimeoutError as error:
    print(type(error).__name__)
print(regex.split(r"(?V1)\b", "x y")[1::2])
