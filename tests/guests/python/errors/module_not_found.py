# outcome: exception
# exception: ModuleNotFoundError: No module named 'nonexistent_package'
# expect-nothing
# hint-any
# stderr-has: ModuleNotFoundError: No module named 'nonexistent_package'

import nonexistent_package
