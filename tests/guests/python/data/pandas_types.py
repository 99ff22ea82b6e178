# expect: {'n': 'int64', 'x': 'float64', 's': 'str', 'd': 'datetime64[us]', 'b': 'bool', 'c': 'category'}
# expect: 1 0
# expect: 2024-01-31 31

import pandas as pd

frame = pd.DataFrame(
    {
        "n": [1, 2],
        "x": [1.5, None],
        "s": ["a", "b"],
        "d": pd.to_datetime(["2024-01-31", "2024-02-29"]),
        "b": [True, False],
        "c": pd.Categorical(["u", "v"]),
    }
)
print(frame.dtypes.astype(str).to_dict())
print(frame["x"].isna().sum(), frame["s"].isna().sum())
print(frame["d"].dt.date[0], frame["d"].dt.day[0])
