# cloudpickle takes functions and classes of the program itself, which pickle cannot.
# expect: PicklingError
# expect: 42 [1, 4, 9]
# expect: Point(1, 2) 3.0

import math
import pickle

import cloudpickle

base = 40
add = lambda n: base + n  # noqa: E731
try:
    pickle.dumps(add)
except (pickle.PicklingError, AttributeError) as error:
    print("PicklingError" if "pickle" in str(error).lower() else error)
again = cloudpickle.loads(cloudpickle.dumps(add))
squares = pickle.loads(cloudpickle.dumps([lambda n: n * n] * 3))
print(again(2), [square(n) for square, n in zip(squares, (1, 2, 3))])


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


copy = cloudpickle.loads(cloudpickle.dumps(Point(1, 2)))
print(copy, cloudpickle.loads(cloudpickle.dumps(math.sqrt))(9))
