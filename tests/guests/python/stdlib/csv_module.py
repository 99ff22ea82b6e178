# creates: out.csv
# file: out.csv 55
# expect: [{'name': 'Smith, John', 'note': 'says "hi"'}, {'name': 'Zoë', 'note': 'two\nlines'}]

import csv

rows = [{"name": "Smith, John", "note": 'says "hi"'}, {"name": "Zoë", "note": "two\nlines"}]
with open("out.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, ["name", "note"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
with open("out.csv", newline="") as file:
    print(list(csv.DictReader(file)))
