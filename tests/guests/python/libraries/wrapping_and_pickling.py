# wrapt's decorators and proxies keep what they wrap; cloudpickle takes functions and classes that pickle cannot.
# expect: [('double', (2,)), ('method', (3,))] 4 6
# expect: (n) Doubles. True
# expect: 4 list changed
# expect: PicklingError
# expect: 42 [1, 4, 9]
# expect: Point(1, 2) 3.0

import inspect
import math
import pickle

import cloudpickle
import wrapt

calls = []


@wrapt.decorator
def noted(wrapped, instance, args, kwargs):
    calls.append((wrapped.__name__, args))
    return wrapped(*args, **kwargs)


@noted
def double(n):
    """Doubles."""
    return 2 * n


class Thing:
    @noted
    def method(self, n):
        return 2 * n


results = double(2), Thing().method(3)
print(calls, *results)
print(inspect.signature(double), double.__doc__, double.__wrapped__(5) == 10)


class Counted(wrapt.ObjectProxy):
    def append(self, value):
        self.__wrapped__.append(value)
        self.__wrapped__.append("changed")


proxy = Counted([1, 2])
proxy.append(3)
print(len(proxy), proxy.__class__.__name__, proxy[-1])
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
