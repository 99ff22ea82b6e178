# creates: chart.png
# expect: True
# expect: (800, 600)
# expect: True

import struct

import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(8, 6), dpi=100)
axes.plot([1, 2, 3], [1, 4, 9], label="squares")
axes.bar([1, 2, 3], [3, 2, 1], alpha=0.3)
axes.set_title("A title with ü and €")
axes.legend()
figure.savefig("chart.png")
data = open("chart.png", "rb").read()
print(data.startswith(b"\x89PNG\r\n\x1a\n"))
print(struct.unpack(">II", data[16:24]))
print(len(data) > 10_000)
