# expect: [[ 0  1  2  3]
# expect:  [ 4  5  6  7]
# expect:  [ 8  9 10 11]]
# expect: 66 5.5 [ 6 22 38]
# expect: [[ 1.  2.]
# expect:  [ 3. -4.]]
# expect: -10.0
# expect: float32 (2, 3) True

import numpy as np

a = np.arange(12).reshape(3, 4)
print(a)
print(a.sum(), a.mean(), a.sum(axis=1))
m = np.array([[1.0, 2.0], [3.0, -4.0]])
print(m)
print(round(float(np.linalg.det(m)), 10))
print(np.zeros((2, 3), dtype=np.float32).dtype, np.ones((2, 3)).shape, np.allclose(m @ np.linalg.inv(m), np.eye(2)))
