# What click does with a terminal is not there: bars, pagers, editors and keys need termios. Colours are left out, prompts find no input.
# expect: progressbar refused
# expect: echo_via_pager refused
# expect: edit refused
# expect: getchar refused
# expect: plain
# expect: name: Abort
# expect: False

import sys

import click

attempts = {
    "progressbar": lambda: list(click.progressbar([1])),
    "echo_via_pager": lambda: click.echo_via_pager("text"),
    "edit": lambda: click.edit("text"),
    "getchar": click.getchar,
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "worked")
    except (ImportError, OSError, RuntimeError):
        print(name, "refused")
click.secho("plain", fg="red", bold=True)
try:
    click.prompt("name")
except click.Abort:
    print("Abort")
print(sys.stdout.isatty())
