# expect: Circle 3.14
# expect: ['Circle', 'Shape', 'ABC', 'object']
# expect: TypeError
# expect: 5 set

from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    def __str__(self):
        return f"{type(self).__name__} {self.area():.2f}"


class Circle(Shape):
    def __init__(self, r):
        self._r = r

    def area(self):
        return 3.14159 * self._r**2

    @property
    def r(self):
        return self._r

    @r.setter
    def r(self, value):
        self._r = value


print(Circle(1))
print([c.__name__ for c in Circle.__mro__])
try:
    Shape()
except TypeError as error:
    print(type(error).__name__)
circle = Circle(1)
circle.r = 5
print(circle.r, "set")
