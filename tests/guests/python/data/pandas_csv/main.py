# The usual work: read a table, group it, write the result in two forms.
# creates: by_region.csv, by_region.json
# expect:         units  revenue
# expect: region
# expect: north      15    150.0
# expect: south       7     70.0
# expect: {"units":{"north":15,"south":7},"revenue":{"north":150.0,"south":70.0}}
# expect: region,units,revenue
# expect: north,15,150.0
# expect: south,7,70.0

import pandas as pd

frame = pd.read_csv("sales.csv", parse_dates=["date"])
frame["revenue"] = frame["units"] * frame["price"]
by_region = frame.groupby("region")[["units", "revenue"]].sum()
print("\n".join(line.rstrip() for line in str(by_region).splitlines()))
by_region.to_csv("by_region.csv")
by_region.to_json("by_region.json")
print(open("by_region.json").read())
print(open("by_region.csv").read(), end="")
