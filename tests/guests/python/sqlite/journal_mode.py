# Without shared memory there is no write-ahead log; asking for it leaves the journal as it was.
# creates: j.db
# expect: delete
# expect: True
# expect: ok

import sqlite3

connection = sqlite3.connect("j.db")
print(connection.execute("PRAGMA journal_mode").fetchone()[0])
print(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] in ("delete", "memory"))
connection.execute("CREATE TABLE t (x)")
connection.commit()
print(connection.execute("PRAGMA integrity_check").fetchone()[0])
connection.close()
