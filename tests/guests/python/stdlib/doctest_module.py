# expect: TestResults(failed=0, attempted=1)
"""
>>> 1 + 1
2
"""

import doctest

print(doctest.testmod())
