# policy: fuel_budget = 100000000000
# policy: timeout = "120s"
# expect: [1.0, 2.0]

import numpy as np
import statsmodels.api as sm

x = np.arange(20.0)
fit = sm.OLS(2 * x + 1, sm.add_constant(x)).fit()
print([round(float(p), 6) for p in fit.params])
