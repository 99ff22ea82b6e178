# expect: {'a': 4, 'b': 6}
# expect:    k  v   w
# expect: 0  a  1  10
# expect: 1  b  2  20
# expect: [[1, 2], [3, 4]]
# expect: {('a', 'x'): 1, ('a', 'y'): 2, ('b', 'x'): 3, ('b', 'y'): 4}
# expect: [3.0, 4.5]

import pandas as pd

long = pd.DataFrame({"k": ["a", "b", "a", "b"], "v": [1, 2, 3, 4]})
print(long.groupby("k")["v"].sum().to_dict())
left = pd.DataFrame({"k": ["a", "b"], "v": [1, 2]})
print(left.merge(pd.DataFrame({"k": ["b", "a"], "w": [20, 10]}), on="k"))
table = pd.DataFrame({"r": ["a", "a", "b", "b"], "c": list("xyxy"), "v": [1, 2, 3, 4]}).pivot(index="r", columns="c", values="v")
print(table.to_numpy().tolist())
print(table.stack().to_dict())
print(pd.Series([1, 2, 3, 4, 5]).rolling(3).mean().dropna().iloc[1:].add([0, 0.5]).tolist())
