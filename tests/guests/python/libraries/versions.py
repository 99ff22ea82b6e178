# The versions that the guest was pinned with.
# expect: (3, 15)
# expect: numpy 2.5.2
# expect: pandas 3.0.6

import sys

import numpy
import pandas

print(sys.version_info[:2])
print("numpy", numpy.__version__)
print("pandas", pandas.__version__)
