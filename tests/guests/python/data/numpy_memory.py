# An array that does not fit is a MemoryError that can be caught.
# expect: MemoryError
# expect: 1000

import numpy as np

try:
    np.ones(10**8)
except MemoryError as error:
    print("MemoryError")
print(np.ones(1000).size)
