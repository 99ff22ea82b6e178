# expect: body
# expect: finalizer
# expect: after


class Loud:
    def __del__(self):
        print("finalizer")


drop = Loud()
print("body")
del drop
print("after")
