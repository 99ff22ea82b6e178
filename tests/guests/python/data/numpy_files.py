# creates: a.npy, b.npz, t.txt
# expect: True True
# expect: [[1.  2. ]
# expect:  [3.5 4. ]]

import numpy as np

a = np.array([[1, 2], [3.5, 4]])
np.save("a.npy", a)
np.savez_compressed("b.npz", a=a)
np.savetxt("t.txt", a, delimiter=",")
print((np.load("a.npy") == a).all(), (np.load("b.npz")["a"] == a).all())
print(np.loadtxt("t.txt", delimiter=","))
