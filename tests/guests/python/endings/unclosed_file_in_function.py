# creates: a.bin, b.bin
# file: a.bin 100
# file: b.bin 3
# expect-nothing

keep = []


def write():
    binary = open("a.bin", "wb")
    binary.write(b"x" * 100)
    keep.append(binary)
    update = open("b.bin", "w+b")
    update.write(b"abc")
    keep.append({"deep": [update]})


write()
