# A generator function that the program replaces stays replaced, whatever else of the module it uses.
# expect: 0.5 True
# expect: 0.25 (3,)

import random

import numpy as np

random.random = lambda: 0.5
print(random.random(), 0 <= random.randrange(10) < 10)
print((lambda: 0.25)(), np.random.rand(3).shape)
