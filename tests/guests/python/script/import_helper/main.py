# A module and a package beside the program can be imported.
# expect: helper of helper
# expect: sub 3 /app/package/sub.py
# expect: data in a package

import helper
from package import sub
from package.inner.deep import read

print(helper.NAME, "of", helper.__name__)
print("sub", sub.three(), sub.__file__)
print(read())
