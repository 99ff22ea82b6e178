# joblib runs one after the other, keeps results in the workspace, and stores objects; where workers are asked for it runs without them.
# creates-any
# expect: [0, 1, 4, 9]
# expect: calls 1
# expect: [1, 2] True
# expect: True
# expect: threading [0, 1, 4, 9]
# expect: loky [0, 1, 4, 9]
# stderr-has: joblib backend 'loky' is not available

import joblib
import numpy as np

print(joblib.Parallel(n_jobs=1)(joblib.delayed(pow)(n, 2) for n in range(4)))
calls = []
memory = joblib.Memory("cache", verbose=0)


@memory.cache
def slow(n):
    calls.append(n)
    return np.arange(n)


slow(3), slow(3)
print("calls", len(calls))
joblib.dump({"list": [1, 2], "array": np.eye(3)}, "model.joblib", compress=3)
again = joblib.load("model.joblib")
print(again["list"], (again["array"] == np.eye(3)).all())
print(joblib.hash(np.arange(3)) == joblib.hash(np.arange(3)) != joblib.hash(np.arange(4)))
for backend in ("threading", "loky"):
    print(backend, joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(pow)(n, 2) for n in range(4)))
