# creates: sparse.bin
# file: sparse.bin 1000001
# expect: 1000001 0 120

with open("sparse.bin", "wb") as file:
    file.seek(1_000_000)
    file.write(b"x")
data = open("sparse.bin", "rb").read()
print(len(data), data[0], data[-1])
