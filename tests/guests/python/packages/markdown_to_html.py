# markdown with its extensions: tables, fenced code, footnotes, a table of contents, attributes; a converter is used again.
# expect: <h1 id="title">Title</h1>
# expect: <th style="text-align: right;">age</th>
# expect: <td style="text-align: right;">36</td>
# expect: <pre><code class="language-python">if 1 &lt; 2:
# expect: <li><a href="#title">Title</a><ul>
# expect: <em>one</em> 1 &lt; 2 <code>three</code>
# expect: <sup id="fnref:n">
# expect: ['2026-01-02'] ['Ada']
# expect: <p>again</p>

import markdown

TEXT = """\
Date: 2026-01-02
Author: Ada

# Title

## Part

| name | age |
|------|----:|
| Ada  | 36  |

```python
if 1 < 2:
    print("yes")
```

*one* 1 < 2 `three`[^n]

[^n]: The note.
"""

converter = markdown.Markdown(extensions=["extra", "toc", "meta", "sane_lists"])
page = converter.convert(TEXT)
lines = [line.strip() for line in page.splitlines()]
for start in ("<h1", '<th style="text-align: right', '<td style="text-align: right', "<pre>"):
    print(next(line for line in lines if line.startswith(start)))
print(next(line for line in converter.toc.splitlines() if "#title" in line))
for part in ("<em>one</em> 1 &lt; 2 <code>three</code>", '<sup id="fnref:n">'):
    print(part if part in page else page)
print(converter.Meta["date"], converter.Meta["author"])
print(converter.reset().convert("again"))
