# A command line with groups, options, checks and prompts, run by click's own test runner and then by itself.
# args: greet --times 2 Ada
# creates: names.txt
# outcome: exit
# exit: 0
# expect: 0 'Hello Ada!\n'
# expect: 2 "Error: Invalid value for '--times': 9 is not in the range 1<=x<=3."
# expect: 2 "Error: No such command 'nope'."
# expect: 0 'Name: Grace\nadded Grace\n'
# expect: ['Usage: tool [OPTIONS] COMMAND [ARGS]...', 'Commands:', 'add    Adds a name.', 'greet  Greets somebody.']
# expect: 1 ZeroDivisionError
# expect: Hello Ada!
# expect: Hello Ada!

import click
from click.testing import CliRunner


@click.group(name="tool")
def tool():
    pass


@tool.command()
@click.option("--times", type=click.IntRange(1, 3), default=1, show_default=True)
@click.argument("name")
def greet(times, name):
    """Greets somebody."""
    for _ in range(times):
        click.secho(f"Hello {name}!", fg="green")


@tool.command()
@click.option("--name", prompt=True)
def add(name):
    """Adds a name."""
    with click.open_file("names.txt", "a") as file:
        file.write(name + "\n")
    click.echo(f"added {name}")


@tool.command(hidden=True)
def broken():
    1 / 0


runner = CliRunner()
result = runner.invoke(tool, ["greet", "Ada"])
print(result.exit_code, repr(result.output))
for words in (["greet", "--times", "9", "Ada"], ["nope"]):
    result = runner.invoke(tool, words)
    print(result.exit_code, f'"{result.output.splitlines()[-1]}"')
result = runner.invoke(tool, ["add"], input="Grace\n")
print(result.exit_code, repr(result.output))
lines = [line.strip() for line in runner.invoke(tool, ["--help"], prog_name="tool").output.splitlines()]
print([line for line in lines if line.startswith(("Usage", "Commands", "add", "greet"))])
result = runner.invoke(tool, ["broken"])
print(result.exit_code, type(result.exception).__name__)
tool()
