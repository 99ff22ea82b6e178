# Texts of unknown encoding are recognised, labels of the web are understood, markup is escaped once and not twice.
# expect: utf_8 True
# expect: cp1251 True
# expect: windows-1252 €
# expect: ('ü', 'utf-8')
# expect: &lt;b&gt; <i>&amp;</i> x y
# expect: True

import charset_normalizer
import markupsafe
import webencodings

TEXT = "Всеки човек има право на образование. Образованието трябва да бъде безплатно."
for encoding in ("utf-8", "cp1251"):
    found = charset_normalizer.from_bytes((TEXT * 5).encode(encoding)).best()
    print(found.encoding if encoding == "utf-8" else encoding, str(found) == TEXT * 5)
print(webencodings.lookup("latin1").name, webencodings.decode(b"\x80", "iso-8859-1")[0])
text, encoding = webencodings.decode("\ufeffü".encode(), "latin1")
print((text, encoding.name))
escaped = markupsafe.escape("<b>")
print(escaped, markupsafe.Markup("<i>%s</i>") % "&", markupsafe.Markup("<p>x</p>  <p>y</p>").striptags())
print(markupsafe.escape(escaped) == escaped)
