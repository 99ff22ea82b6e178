# The parser that rich brings reads CommonMark into tokens; links that would run something are not made.
# expect: <h1>T</h1>
# expect: ['heading_open', 'inline', 'heading_close', 'fence']
# expect: python 'x = 1\n' [2, 5]
# expect: <p>[x](javascript:alert(1))</p>
# expect: <table>
# expect: https://ex%20ample.org/a%20b?q=%C3%A9 ex.org /p

import mdurl
from markdown_it import MarkdownIt

reader = MarkdownIt("commonmark").enable("table")
print(reader.render("# T").strip())
tokens = reader.parse("# T\n\n```python\nx = 1\n```\n")
print([token.type for token in tokens])
print(tokens[3].info, repr(tokens[3].content), tokens[3].map)
print(reader.render("[x](javascript:alert(1))").strip())
print(reader.render("| a |\n|---|\n| 1 |").splitlines()[0])
url = mdurl.parse("https://ex.org/p?q=1")
print(mdurl.encode("https://ex ample.org/a b?q=é"), url.hostname, url.pathname)
