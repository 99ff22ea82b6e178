# Arrays as files: whole ones are written and read; what needs a descriptor of its own or mmap is refused, and has another way.
# creates: a.npy, a.npz, raw.bin
# expect: True True
# expect: tofile refused
# expect: fromfile refused
# expect: memmap refused
# expect: mmap_mode refused
# expect: [0. 1. 2.]

import numpy as np

array = np.arange(6.0).reshape(2, 3)
np.save("a.npy", array)
np.savez_compressed("a.npz", first=array, second=array.T)
print((np.load("a.npy") == array).all(), (np.load("a.npz")["second"] == array.T).all())
attempts = {
    "tofile": lambda: array.tofile("raw.bin"),
    "fromfile": lambda: np.fromfile("a.npy"),
    "memmap": lambda: np.memmap("a.npy", mode="r"),
    "mmap_mode": lambda: np.load("a.npy", mmap_mode="r"),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "worked")
    except OSError:
        print(name, "refused")
with open("raw.bin", "wb") as file:
    file.write(array.tobytes())
with open("raw.bin", "rb") as file:
    print(np.frombuffer(file.read())[:3])
