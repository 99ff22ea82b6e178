"""sed: case, groups, count, flags, lines."""
# expect: Tea or milk, then milk
# expect: Tea or milk, then tea
# expect: milk and milk
# expect: #12 of #7, not 9 y-x z-ü
# expect: '> one\ntwo\n' '> one\n> two\n'
# expect: '' 'a\r!\n!' - - abc -
# expect: PatternError: missing ), unterminated subpattern at position 0
# expect: PatternError: invalid group reference 1 at position 1
# expect: ValueError: count must not be negative: -1

import re

from sandbox_utils import sed


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


print(sed("tea", "milk", "Tea or tea, then tea"))
print(sed("tea", "milk", "Tea or tea, then tea", count=1))
print(sed("tea", "milk", "Tea and tea", flags=re.IGNORECASE))
print(sed(r"no\.(\d+)", r"#\1", "no.12 of no.7, not 9"), sed(r"(?P<a>\w)-(?P<b>\w)", r"\g<b>-\g<a>", "x-y ü-z"))
print(repr(sed("^", "> ", "one\ntwo\n")), repr(sed("^(?=.)", "> ", "one\ntwo\n", flags=re.MULTILINE)))
print(
    repr(sed("x", "y", "")), repr(sed("$", "!", "a\r\n")), sed("a.c", "-", "abc a.c"), sed(re.escape("a.c"), "-", "abc a.c")
)
error(lambda: sed("(", "", "x"))
error(lambda: sed("x", r"\1", "x"))
error(lambda: sed("x", "y", "x", count=-1))
