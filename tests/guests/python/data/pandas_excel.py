# creates: t.xlsx
# expect:    a  b
# expect: 0  1  x
# expect: 1  2  y

import pandas as pd

pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}).to_excel("t.xlsx", index=False)
print(pd.read_excel("t.xlsx"))
