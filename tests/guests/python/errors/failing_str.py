# An exception whose text cannot be made.
# outcome: exception
# expect-nothing
# stderr-has: Unprintable


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


raise Unprintable
