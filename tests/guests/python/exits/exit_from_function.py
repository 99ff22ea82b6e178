# The exit runs the finally blocks and context managers that it leaves.
# outcome: exit
# exit: 4
# expect: inside
# expect: left the context
# expect: finally

import contextlib
import sys


@contextlib.contextmanager
def context():
    try:
        yield
    finally:
        print("left the context")


def deep():
    with context():
        print("inside")
        sys.exit(4)


try:
    deep()
finally:
    print("finally")
