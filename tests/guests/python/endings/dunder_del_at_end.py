# Objects that are alive at the end are not torn down: the interpreter is dropped, not shut down.
# expect: body


class Loud:
    def __del__(self):
        print("finalizer")


keep = Loud()
print("body")
