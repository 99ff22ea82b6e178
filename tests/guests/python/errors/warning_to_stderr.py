# Warnings name the program's own line.
# expect: after
# stderr-has: /app/main.py:6: UserWarning: careful

import warnings
warnings.warn("careful")
print("after")
