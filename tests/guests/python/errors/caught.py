# expect: caught division by zero
# expect: after

try:
    1 / 0
except ZeroDivisionError as error:
    print("caught", error)
print("after")
