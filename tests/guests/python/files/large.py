# creates: large.bin
# file: large.bin 8388608
# expect: 2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74

import hashlib

with open("large.bin", "wb") as file:
    for _ in range(8):
        file.write(bytes(1 << 20))
digest = hashlib.sha256()
with open("large.bin", "rb") as file:
    while block := file.read(65536):
        digest.update(block)
print(digest.hexdigest())
