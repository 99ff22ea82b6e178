# A database that is a JSON file of the workspace: kept, asked, changed, opened again; and one in memory.
# creates: db.json
# expect: [1, 2, 3]
# expect: ['Ada', 'Grace']
# expect: [2]
# expect: [('Ada', 37), ('Alan', 41), ('Grace', 85)]
# expect: ['Alan'] 2
# expect: {'_default': {'1': {'name': 'Ada', 'age': 37}, '3': {'name': 'Grace', 'age': 85}}, 'log': {'1': {'event': 'made'}}}
# expect: 1

import json

from tinydb import Query, TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage

with TinyDB("db.json") as database:
    people = [{"name": "Ada", "age": 36}, {"name": "Alan", "age": 41}, {"name": "Grace", "age": 85}]
    print(database.insert_multiple(people))
    person = Query()
    print([row["name"] for row in database.search((person.age < 40) | person.name.matches("Gr.*"))])
    print([row.doc_id for row in database.search(person.name.test(lambda name: name.endswith("n")))])
    database.update(increment("age"), person.name == "Ada")
    print([(row["name"], row["age"]) for row in database])
    database.table("log").insert({"event": "made"})

with TinyDB("db.json") as database:
    gone = database.get(where("age") == 41)
    database.remove(doc_ids=[gone.doc_id])
    print([gone["name"]], len(database))
print(json.load(open("db.json")))
memory = TinyDB(storage=MemoryStorage)
memory.upsert({"k": 1}, where("k") == 1)
memory.upsert({"k": 1}, where("k") == 1)
print(len(memory))
