# An exception all of whose parts are code of the program's is still an exception.
# outcome: exception
# exit: 1
# expect: before
# stderr-any


class Meta(type):
    @property
    def __module__(cls):
        raise RuntimeError("no module")


class Text(str):
    def __getitem__(self, key):
        return 7


class Hostile(SyntaxError, metaclass=Meta):
    def __str__(self):
        return Text("text")

    @property
    def filename(self):
        raise RuntimeError("no file")


print("before")
raise Hostile
