# An exception that cannot be raised anywhere is reported and stops nothing.
# expect: goes on
# stderr-has: Exception ignored
# stderr-has: ValueError: in a finalizer


class Loud:
    def __del__(self):
        raise ValueError("in a finalizer")


Loud()
print("goes on")
