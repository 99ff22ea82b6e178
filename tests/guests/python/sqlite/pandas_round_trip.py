# creates: p.db
# expect:    k  v
# expect: 0  a  4
# expect: 1  b  2

import sqlite3

import pandas as pd

connection = sqlite3.connect("p.db")
pd.DataFrame({"k": ["a", "b", "a"], "v": [1, 2, 3]}).to_sql("t", connection, index=False)
print(pd.read_sql("SELECT k, sum(v) AS v FROM t GROUP BY k", connection))
connection.close()
