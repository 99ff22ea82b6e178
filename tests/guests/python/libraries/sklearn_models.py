# policy: fuel_budget = 100000000000
# policy: timeout = "120s"
# expect: 2.0 1.0
# expect: [0, 1]
# expect: True

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression

x = np.arange(10.0).reshape(-1, 1)
line = LinearRegression().fit(x, 2 * x.ravel() + 1)
print(round(line.coef_[0], 6), round(line.intercept_, 6))
forest = RandomForestClassifier(n_estimators=5, random_state=0).fit(x, (x.ravel() > 4).astype(int))
print(forest.predict([[0], [9]]).tolist())
labels = KMeans(n_clusters=2, n_init=1, random_state=0).fit_predict([[0.0], [0.1], [9.0], [9.1]])
print(labels[0] == labels[1] != labels[2])
