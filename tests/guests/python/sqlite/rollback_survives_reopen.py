# creates: r.db
# expect: []
# expect: ['r.db']

import os
import sqlite3

connection = sqlite3.connect("r.db")
connection.execute("CREATE TABLE t (x)")
connection.commit()
connection.execute("INSERT INTO t VALUES (1)")
connection.rollback()
connection.close()
connection = sqlite3.connect("r.db")
print(connection.execute("SELECT x FROM t").fetchall())
connection.close()
print(os.listdir("."))
