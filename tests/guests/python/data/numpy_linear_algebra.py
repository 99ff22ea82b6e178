# expect: [2. 3.]
# expect: [1. 3.]
# expect: [4.+0.j 0.+0.j 0.+0.j 0.+0.j]
# expect: 3

import numpy as np

print(np.linalg.solve([[3, 1], [1, 2]], [9, 8]).round(6))
print(np.linalg.eigvalsh([[2, 1], [1, 2]]).round(6))
print(np.fft.fft([1, 1, 1, 1]).round(6))
print(np.linalg.matrix_rank(np.vander([1, 2, 3])))
