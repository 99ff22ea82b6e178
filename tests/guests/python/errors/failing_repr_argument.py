# outcome: exception
# expect-nothing
# stderr-has: KeyError


class Odd:
    def __repr__(self):
        raise RuntimeError("no repr")

    def __hash__(self):
        return 1


{}[Odd()]
