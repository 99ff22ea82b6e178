# Packages about programs themselves: functions, types, time zones.
# expect: 42
# expect: wrapped f 3
# expect: (1, 2) {1: ['a'], 2: ['bb']} [[1, 2], [3]]
# expect: 3
# expect: [] True
# expect: a    b
# expect: +02:00
# expect: True
# expect: ['Base.f']

import pickle
import zoneinfo
from datetime import datetime

import cloudpickle
import six
import tabulate
import threadpoolctl
import toolz
import typing_extensions
import tzdata
import wrapt
from interface_meta import InterfaceMeta, override

print(pickle.loads(cloudpickle.dumps(lambda: 42))())


@wrapt.decorator
def telling(wrapped, instance, args, kwargs):
    print("wrapped", wrapped.__name__, end=" ")
    return wrapped(*args, **kwargs)


@telling
def f(n):
    return n + 1


print(f(2))
print(toolz.get([0, 1], [1, 2]), toolz.groupby(len, ["a", "bb"]), [list(part) for part in toolz.partition_all(2, [1, 2, 3])])
print(six.moves.reduce(lambda a, b: a + b, [1, 2]))
print(threadpoolctl.threadpool_info(), hasattr(typing_extensions, "override"))
print(tabulate.tabulate([["x", "y"]], headers=["a", "b"]).splitlines()[0])
print(datetime(2026, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).isoformat()[-6:])
print(bool(tzdata.IANA_VERSION))


class Base(metaclass=InterfaceMeta):
    def f(self):
        """One."""


class Derived(Base):
    @override
    def f(self):
        """Two."""


print([f"{Base.__name__}.{name}" for name in vars(Derived) if name == "f"])
