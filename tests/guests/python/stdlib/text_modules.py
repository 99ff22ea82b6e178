# expect: a fairly long line
# expect: that is wrapped
# expect: -old
# expect: +new
# expect: Hello Ada
# expect: &lt;b&gt; a%20b

import difflib
import html
import string
import textwrap
import urllib.parse

print(textwrap.fill("a fairly long line that is wrapped", 18))
print("\n".join(list(difflib.unified_diff(["old"], ["new"], lineterm=""))[-2:]))
print(string.Template("Hello $name").substitute(name="Ada"))
print(html.escape("<b>"), urllib.parse.quote("a b"))
