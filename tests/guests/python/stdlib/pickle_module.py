# creates: p.pkl
# expect: Point(x=1, y=2) {'a': {1, 2}}

import dataclasses
import pickle


@dataclasses.dataclass
class Point:
    x: int
    y: int


with open("p.pkl", "wb") as file:
    pickle.dump((Point(1, 2), {"a": {1, 2}}), file)
print(*pickle.load(open("p.pkl", "rb")))
