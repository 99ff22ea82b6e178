# expect: Item(name='tea', price=3.5, tags=['hot'])
# expect: True
# expect: {'name': 'tea', 'price': 3.5, 'tags': ['hot']}
# expect: Color.RED 1 ['RED', 'GREEN']
# expect: FrozenInstanceError

import dataclasses
import enum


@dataclasses.dataclass(order=True, frozen=True)
class Item:
    name: str
    price: float = 0.0
    tags: list = dataclasses.field(default_factory=list)


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()


item = Item("tea", 3.5, ["hot"])
print(item)
print(item < Item("water"))
print(dataclasses.asdict(item))
print(Color.RED, Color.RED.value, [color.name for color in Color])
try:
    item.name = "x"
except dataclasses.FrozenInstanceError as error:
    print(type(error).__name__)
