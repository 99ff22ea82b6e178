# A file in the workspace that is named like a library which the program has not asked for changes nothing.
# expect: 3.0
# expect: False

import statistics

print(statistics.mean([2, 3, 4]) / 1.0)
print(hasattr(statistics, "EVIL"))
