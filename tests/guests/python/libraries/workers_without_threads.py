# Who asks for workers: libraries that count in compiled code do without them, those that start processes are refused.
# policy: fuel_budget = 100000000000
# expect: 1
# expect: fft 6.0
# expect: nearest 0
# expect: forest [0, 1]
# expect: search [1]
# expect: process refused
# expect: pool refused
# expect: executor refused
# expect: evolution refused
# expect: evolution True

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import scipy.fft
from scipy import optimize, spatial
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

print(os.cpu_count())
print("fft", scipy.fft.fft(np.arange(4.0), workers=2)[0].real)
print("nearest", spatial.cKDTree([[0.0, 0.0]]).query([[0.0, 1.0]], workers=2)[1][0])
x, y = [[0], [1]] * 10, [0, 1] * 10
print("forest", RandomForestClassifier(n_estimators=3, n_jobs=2, random_state=0).fit(x, y).predict([[0], [1]]).tolist())
search = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [1, 2]}, n_jobs=2, cv=2).fit(x, y)
print("search", [search.best_params_["max_depth"]])


def evolution(workers):
    return optimize.differential_evolution(lambda p: p @ p, [(-1, 1)], seed=1, maxiter=20, workers=workers, updating="deferred")


attempts = {
    "process": lambda: multiprocessing.Process(target=print).start(),
    "pool": lambda: multiprocessing.Pool(2),
    "executor": lambda: ProcessPoolExecutor().submit(print),
    "evolution": lambda: evolution(2),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "worked")
    except (OSError, AttributeError, ImportError, NotImplementedError, RuntimeError):
        print(name, "refused")
print("evolution", evolution(1).fun < 1e-3)
