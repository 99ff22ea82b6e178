# creates: s.png
# expect: True

import pandas as pd
import seaborn as sns

frame = pd.DataFrame({"x": [1, 2, 3, 4], "y": [1, 4, 9, 16], "k": list("aabb")})
sns.scatterplot(frame, x="x", y="y", hue="k").figure.savefig("s.png")
print(open("s.png", "rb").read(4) == b"\x89PNG")
