# An exit whose code cannot be read is one with code 1, as for CPython, and does not lose the interpreter.
# outcome: exit
# exit: 1
# expect: before


class Leaving(SystemExit):
    @property
    def code(self):
        raise RuntimeError("no code")


print("before")
raise Leaving
