# Code in a text is coloured by pygments, which comes with rich.
# expect: True True
# expect: ['Keyword', 'Name.Function', 'Punctuation', 'Literal.String.Single']
# expect: <span class="k">SELECT</span>

import markdown
from pygments import highlight, lex
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

page = markdown.markdown("```python\ndef f():\n    return 1\n```", extensions=["fenced_code", "codehilite"])
print('<div class="codehilite">' in page, '<span class="k">def</span>' in page)
tokens = [str(kind).removeprefix("Token.") for kind, _ in lex("def f('a')", get_lexer_by_name("python"))]
print([kind for kind in dict.fromkeys(tokens) if not kind.startswith("Text")])
page = highlight("SELECT 1", get_lexer_by_name("sql"), HtmlFormatter(nowrap=True))
print(page.split()[0] + " " + page.split()[1].partition("</span>")[0] + "</span>")
