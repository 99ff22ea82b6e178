# creates: data.bin
# file: data.bin 6
# expect: b'0123456789'
# expect: b'89'
# expect: b'0123XX'

with open("data.bin", "w+b") as file:
    file.write(b"0123456789")
    file.seek(0)
    print(file.read())
    file.seek(-2, 2)
    print(file.read())
    file.seek(4)
    file.write(b"XX")
    file.truncate(6)
    file.seek(0)
    print(file.read())
