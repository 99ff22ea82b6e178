# creates: data.db
# expect: [('Ada', 36), ('Grace', 45)]
# expect: 2

import sqlite3

with sqlite3.connect("data.db") as connection:
    connection.execute("CREATE TABLE people (name TEXT PRIMARY KEY, age INTEGER)")
    connection.executemany("INSERT INTO people VALUES (?, ?)", [("Ada", 36), ("Grace", 45)])
connection.close()
connection = sqlite3.connect("/app/data.db")
print(connection.execute("SELECT * FROM people ORDER BY name").fetchall())
print(connection.execute("SELECT count(*) FROM people").fetchone()[0])
connection.close()
