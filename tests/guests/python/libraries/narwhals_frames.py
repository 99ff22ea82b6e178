# narwhals writes one query for every kind of frame; here there is pandas.
# expect: {'k': ['a', 'b'], 'total': [4, 2], 'largest': [3, 2]}
# expect: DataFrame True
# expect: ['a', 'a'] 1.5
# expect: {'v': Int64}
# expect: True
# expect: ModuleNotFoundError

import narwhals as nw
import pandas as pd


@nw.narwhalify
def summary(frame):
    return frame.group_by("k").agg(nw.col("v").sum().alias("total"), nw.col("v").max().alias("largest")).sort("k")


frame = pd.DataFrame({"k": ["a", "b", "a"], "v": [1, 2, 3]})
result = summary(frame)
print(result.to_dict("list"))
print(type(result).__name__, nw.from_native(frame).implementation.is_pandas())
wrapped = nw.from_native(frame)
print(wrapped.filter(nw.col("v") != 2)["k"].to_list(), wrapped.select((nw.col("v") * 0.75).mean()).item())
print(dict(wrapped.select("v").schema))
print(wrapped.with_columns(nw.when(nw.col("v") > 1).then(1).otherwise(0).alias("big")).to_native()["big"].tolist() == [0, 1, 1])
try:
    wrapped.lazy(backend="polars")
except ModuleNotFoundError as error:
    print(type(error).__name__)
