# A traceback has the program's own lines and nothing of the host's.
# outcome: exception
# exit: 1
# exception: ValueError: bad input: 3
# line: 13
# expect: before
# stderr: Traceback (most recent call last):
# stderr:   File "/app/main.py", line 21, in <module>
# stderr:     outer(3)
# stderr:     ~~~~~^^^
# stderr:   File "/app/main.py", line 18, in outer
def inner(n):
    raise ValueError(f"bad input: {n}")


def outer(n):
    print("before")
    inner(n)


outer(3)
