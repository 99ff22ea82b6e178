# wrapt's decorators and proxies keep the name, the signature and the type of what they wrap.
# expect: [('double', (2,)), ('method', (3,))] 4 6
# expect: (n) Doubles. True
# expect: 4 list changed

import inspect

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
