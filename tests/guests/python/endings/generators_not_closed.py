# expect: 0
# expect: end


def numbers():
    try:
        yield 0
        yield 1
    finally:
        print("closed")


held = numbers()
print(next(held))
print("end")
