# With a seed of the program's own, numbers are those of every Python.
# expect: [81, 14, 3, 94, 35]
# expect: 0.3745401188473625

import random

import numpy

random.seed(42)
print([random.randrange(100) for _ in range(5)])
numpy.random.seed(42)
print(numpy.random.rand())
