# expect: 3 ABC
# expect: [('x', 1)]
# expect: OperationalError

import json
import sqlite3

connection = sqlite3.connect(":memory:")
connection.create_function("shout", 1, str.upper)
print(*connection.execute("SELECT 1 + 2, shout('abc')").fetchone())
connection.row_factory = sqlite3.Row
print([tuple(row) for row in connection.execute("SELECT key, value FROM json_each(?)", (json.dumps({"x": 1}),))])
try:
    connection.execute("SELECT nonsense")
except sqlite3.OperationalError as error:
    print(type(error).__name__)
