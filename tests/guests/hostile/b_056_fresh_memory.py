# What was never written is nothing but zeros, whatever ran in this place before.
import numpy

SIZE = 60 * 2**20
cleared = bytes(bytearray(SIZE)).count(b"LEAK")
# This one is not cleared by the interpreter.
as_it_is = numpy.empty(SIZE, dtype=numpy.uint8)
at_any_place = sum(int((as_it_is[n : SIZE - 4 + n].view(numpy.uint32) == int.from_bytes(b"LEAK", "little")).sum()) for n in range(4))
print(cleared, at_any_place)
