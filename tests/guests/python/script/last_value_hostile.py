# The text of a value may be an object of the program's own; what the host is told is its content.
# value: text
# expect-nothing


class Text(str):
    def __getitem__(self, key):
        return Text

    def __len__(self):
        return 10**9


class Value:
    def __repr__(self):
        return Text("text")


Value()
