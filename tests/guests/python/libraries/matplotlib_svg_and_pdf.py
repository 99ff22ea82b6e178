# creates: a.svg, a.pdf
# expect: True True
# stderr-has: FigureCanvasAgg is non-interactive

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

plt.hist([1, 2, 2, 3, 3, 3])
plt.savefig("a.svg")
plt.savefig("a.pdf")
plt.show()
print("<svg" in open("a.svg").read(), open("a.pdf", "rb").read().startswith(b"%PDF-"))
