# expect: {'2024-01': 496, '2024-02': 1334}
# expect: 2024-01-31 00:00:00
# expect: 2024-01-01 01:00:00+01:00

import pandas as pd

series = pd.Series(range(1, 61), index=pd.date_range("2024-01-01", periods=60))
monthly = series.resample("MS").sum()
print({day.strftime("%Y-%m"): int(total) for day, total in monthly.items() if day.month < 3} | {"2024-02": int(series["2024-02"].sum())})
print(series.index[30])
print(pd.Timestamp("2024-01-01", tz="UTC").tz_convert("Europe/Berlin"))
