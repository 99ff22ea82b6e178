# expect: 280571172992510140037611932413038677189525
# expect: CacheInfo(hits=198, misses=201, maxsize=None, currsize=201)
# expect: int 1
# expect: list 2
# expect: suppressed
# expect: captured 'inner\n'

import contextlib
import functools
import io


@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@functools.singledispatch
def describe(value):
    return "other"


@describe.register
def _(value: int):
    return f"int {value}"


@describe.register
def _(value: list):
    return f"list {len(value)}"


print(fibonacci(200))
print(fibonacci.cache_info())
print(describe(1))
print(describe([1, 2]))
with contextlib.suppress(ZeroDivisionError):
    1 / 0
print("suppressed")
with contextlib.redirect_stdout(io.StringIO()) as captured:
    print("inner")
print("captured", repr(captured.getvalue()))
