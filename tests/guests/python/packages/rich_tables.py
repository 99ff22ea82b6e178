# rich draws tables, panels, trees and progress as text; in a file it writes no colours unless it is told to.
# expect: ┏━━━━━━┳━━━━━┓
# expect: ┃ name ┃ age ┃
# expect: ┡━━━━━━╇━━━━━┩
# expect: │ Ada  │  36 │
# expect: │ 漢字 │   1 │
# expect: └──────┴─────┘
# expect: ╭─ note ─╮
# expect: │ bold   │
# expect: ╰────────╯
# expect: root
# expect: ├── a
# expect: │   └── b
# expect: └── c
# expect: • one
# expect: '\x1b[1;31mred\x1b[0m'
# expect: True
# expect: {'a': [1, 2]}

import io

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import pretty_repr
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

console = Console(width=40)


def show(renderable):
    with console.capture() as captured:
        console.print(renderable)
    print("\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip()))


table = Table()
table.add_column("name")
table.add_column("age", justify="right")
table.add_row("Ada", "36")
table.add_row("漢字", "1")
show(table)
show(Panel("[bold]bold[/bold]  ", title="note", expand=False))
tree = Tree("root")
tree.add("a").add("b")
tree.add("c")
show(tree)
with console.capture() as captured:
    console.print(Markdown("* one"))
print(captured.get().strip())
colours = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=40)
colours.print(Text("red", style="bold red"))
print(repr(colours.file.getvalue().rstrip()))
page = Console(file=io.StringIO(), record=True, width=40)
page.print("[green]x")
print('style="color: #008000; text-decoration-color: #008000"' in page.export_html(inline_styles=True))
print(pretty_repr({"a": [1, 2]}))
