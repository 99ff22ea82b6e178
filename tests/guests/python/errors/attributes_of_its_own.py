# An exception that makes up attributes when it is asked for them is described like any other.
# outcome: exception
# exit: 1
# exception: Answering: text
# stderr-has: Answering: text
# expect-nothing


class Answering(Exception):
    def __getattr__(self, name):
        return getattr(self, name + "_")


raise Answering("text")
