# expect: 'ab\tc' 6 True
# expect: STRASSE ß straße
# expect: café True
# expect: b'\xe2\x82\xac' €
# expect: name='Ada' 00042 <   x> 
# expect: raw\n {}

import unicodedata

print(repr("ab\tc"), len("héllo✓"), "é" == "\u00e9")
print("straße".upper(), "ß", "STRASSE".lower().replace("ss", "ß"))
print(unicodedata.normalize("NFC", "cafe\u0301"), unicodedata.name("€") == "EURO SIGN")
print("€".encode(), b"\xe2\x82\xac".decode())
name = "Ada"
print(f"{name=} {42:05d} <{'x':>4}> ")
print(r"raw\n", "{}")
