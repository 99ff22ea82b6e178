# creates: l.db
# expect: 20000 199990000
# expect: [(0, 2000), (1, 2000), (2, 2000)]
# expect: True

import os
import sqlite3

connection = sqlite3.connect("l.db")
connection.execute("CREATE TABLE t (n INTEGER, text TEXT)")
connection.executemany("INSERT INTO t VALUES (?, ?)", ((n, "x" * 50) for n in range(20_000)))
connection.execute("CREATE INDEX i ON t (n)")
connection.commit()
print(*connection.execute("SELECT count(*), sum(n) FROM t").fetchone())
print(connection.execute("SELECT n % 10, count(*) FROM t GROUP BY 1 ORDER BY 1 LIMIT 3").fetchall())
connection.execute("DELETE FROM t")
connection.commit()
before = os.path.getsize("l.db")
connection.execute("VACUUM")
print(os.path.getsize("l.db") < before)
connection.close()
