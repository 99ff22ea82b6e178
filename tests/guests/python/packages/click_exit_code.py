# A command that is not understood ends the program with code 2 and its usage.
# args: --size much
# outcome: exit
# exit: 2
# expect-nothing
# stderr: Usage: tool [OPTIONS]
# stderr-has: Error: Invalid value for '--size': 'much' is not a valid integer.

import click


@click.command()
@click.option("--size", type=int)
def tool(size):
    click.echo(size)


tool(prog_name="tool")
