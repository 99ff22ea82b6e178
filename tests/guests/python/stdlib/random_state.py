# States of the global generators are saved and restored, and seeding again repeats.
# expect: True True
# expect: True
# expect: True

import random

import numpy as np

state, numpy_state = random.getstate(), np.random.get_state()
first, numpy_first = random.random(), np.random.rand()
random.setstate(state)
np.random.set_state(numpy_state)
print(random.random() == first, np.random.rand() == numpy_first)
np.random.seed(1)
one = np.random.normal(size=3)
np.random.seed(1)
print(bool((np.random.normal(size=3) == one).all()))
with __import__("unittest.mock", fromlist=["patch"]).patch("random.choice", lambda _: "patched"):
    patched = random.choice([1])
print(patched == "patched" and random.choice([1]) == 1)
