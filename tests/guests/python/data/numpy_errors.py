# WebAssembly has no flags for floating-point exceptions, so a division by zero has its result and no warning.
# expect: ValueError
# expect: inf

import numpy as np

try:
    np.array([1, 2]) + np.array([1, 2, 3])
except ValueError as error:
    print(type(error).__name__)
print((np.array([1.0]) / 0)[0])
