# Questions to JSON: paths, wildcards, descent, filters, sorting, and changing what is found.
# expect: ['A', 'B', 'C']
# expect: [8, 12, 9, 20]
# expect: ['books.[0].price', 'books.[2].price']
# expect: ['A', 'C']
# expect: ['C'] ['B', 'C']
# expect: ['A', 'C', 'B'] ['B', 'C', 'A']
# expect: [0, 0, 0] 20
# expect: ['A', 'B']
# expect: JsonPathParserError

import copy

from jsonpath_ng import parse
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext import parse as extended

DATA = {
    "books": [{"title": "A", "price": 8}, {"title": "B", "price": 12}, {"title": "C", "price": 9}],
    "bike": {"price": 20},
}


def values(path, data=DATA):
    return [match.value for match in path.find(data)]


print(values(parse("books[*].title")))
print(values(parse("$..price")))
print([str(match.full_path) for match in extended("books[?(@.price < 10)].price").find(DATA)])
print(values(extended("books[?(@.price < 10)].title")))
print(values(parse("books[-1].title")), values(parse("books[1:].title")))
print(values(extended("books[/price][*].title")), values(extended("books[\\price][*].title")))
changed = parse("books[*].price").update(copy.deepcopy(DATA), 0)
print(values(parse("books[*].price"), changed), changed["bike"]["price"])
print(values(parse("books[*].title"), extended("books[?(@.price == 9)]").filter(lambda _: True, copy.deepcopy(DATA))))
try:
    parse("books[")
except JSONPathError as error:
    print(type(error).__name__)
