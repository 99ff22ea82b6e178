ran = []


class E:
    def __reduce__(self):
        ran.append(1)
        import os

        return (os.system, ("id",))


e = E()
