# creates: plot.png
# expect: True

import pandas as pd

frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2]})
frame.plot(kind="bar").figure.savefig("plot.png")
print(open("plot.png", "rb").read(8) == b"\x89PNG\r\n\x1a\n")
