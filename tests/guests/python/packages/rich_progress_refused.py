# A live display refreshes in a thread, which there is none of; it works where refreshing is left to the program.
# expect: RuntimeError can't start new thread
# expect: 3 of 3
# expect: [1, 4, 9]

import io

from rich.console import Console
from rich.progress import Progress, track

console = Console(file=io.StringIO(), width=60, force_terminal=True)
try:
    with Progress(console=console, redirect_stdout=False):
        pass
except RuntimeError as error:
    print(type(error).__name__, error)
with Progress(console=Console(file=io.StringIO(), width=60), auto_refresh=False) as progress:
    task = progress.add_task("work", total=3)
    for _ in range(3):
        progress.advance(task)
    print(f"{progress.tasks[0].completed:.0f} of {progress.tasks[0].total:.0f}")
print([number**2 for number in track([1, 2, 3], console=Console(file=io.StringIO()), auto_refresh=False)])
