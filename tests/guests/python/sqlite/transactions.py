# creates: bank.db
# expect: IntegrityError
# expect: [('a', 100), ('b', 0)]
# expect: [('a', 60), ('b', 40)]

import sqlite3

connection = sqlite3.connect("bank.db")
connection.execute("CREATE TABLE account (id TEXT PRIMARY KEY, amount INTEGER CHECK (amount >= 0))")
connection.execute("INSERT INTO account VALUES ('a', 100), ('b', 0)")
connection.commit()


def move(amount):
    with connection:
        connection.execute("UPDATE account SET amount = amount + ? WHERE id = 'b'", (amount,))
        connection.execute("UPDATE account SET amount = amount - ? WHERE id = 'a'", (amount,))


try:
    move(500)
except sqlite3.IntegrityError as error:
    print(type(error).__name__)
print(connection.execute("SELECT * FROM account ORDER BY id").fetchall())
move(40)
print(connection.execute("SELECT * FROM account ORDER BY id").fetchall())
connection.close()
