# expect: a  b
# expect: 2024-02-29 00:00:00
# expect: Point(x=1, y=2)
# expect: [[1, 2], [3]]

import attrs
import dateutil.parser
import more_itertools
import tabulate


@attrs.define
class Point:
    x: int
    y: int


print(" ".join(tabulate.tabulate([["a", "b"]], tablefmt="plain").split("\n")))
print(dateutil.parser.parse("29 Feb 2024"))
print(Point(1, 2))
print([list(chunk) for chunk in more_itertools.chunked([1, 2, 3], 2)])
