# expect: [0 7 6 4 4]
# expect: True

import numpy as np

print(np.random.default_rng(42).integers(0, 10, 5))
print(np.random.default_rng().random() != np.random.default_rng().random())
