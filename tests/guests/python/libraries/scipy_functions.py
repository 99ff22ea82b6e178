# policy: fuel_budget = 100000000000
# expect: 1.414214
# expect: 2.0
# expect: [1. 2.]
# expect: True

import numpy as np
from scipy import integrate, optimize, stats

print(round(optimize.brentq(lambda x: x * x - 2, 0, 2), 6))
print(round(integrate.quad(np.sin, 0, np.pi)[0], 10))
print(optimize.minimize(lambda p: (p[0] - 1) ** 2 + (p[1] - 2) ** 2, [0, 0]).x.round(3))
print(stats.ttest_ind([1, 2, 3, 4], [11, 12, 13, 14]).pvalue < 0.001)
