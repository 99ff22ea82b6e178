# expect: 100000 4999950000
# expect: [10000, 10000, 10000]
# expect: 0.0 99999.0

import numpy as np
import pandas as pd

frame = pd.DataFrame({"n": np.arange(100_000), "k": np.arange(100_000) % 10})
print(len(frame), frame["n"].sum())
print(frame.groupby("k").size().head(3).tolist())
print(frame["n"].astype(float).min(), frame["n"].astype(float).max())
