# Names of hosts in other scripts: there and back, per label, with the mapping of UTS 46; what is refused.
# expect: xn--bcher-kva.example
# expect: bücher.example
# expect: xn--eckwd4c7c.xn--zckzah
# expect: ドメイン.テスト
# expect: xn--strae-oqa.de
# expect: straße.de
# expect: InvalidCodepoint
# expect: IDNAError Label too long
# expect: IDNABidiError
# expect: True

import idna

print(idna.encode("bücher.example").decode())
print(idna.decode("xn--bcher-kva.example"))
print(idna.encode("ドメイン.テスト").decode())
print(idna.decode(b"xn--eckwd4c7c.xn--zckzah"))
# The standard library's codec is the older IDNA 2003, which turns ß into ss.
print(idna.encode("Straße.de", uts46=True).decode())
print(idna.uts46_remap("Straße.DE"))
for name in ("a_b c.example", "x" * 64, "aא"):
    try:
        print(idna.encode(name))
    except idna.IDNAError as error:
        print(type(error).__name__, *[error] * ("long" in str(error)))
print("straße.de".encode("idna") == b"strasse.de")
