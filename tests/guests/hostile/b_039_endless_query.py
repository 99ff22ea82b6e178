import sqlite3

query = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r"
sqlite3.connect(":memory:").execute(query).fetchone()
