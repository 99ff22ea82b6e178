# outcome: exception
# exception: KeyError: 'price'
# line: 9
# expect-nothing
# stderr-has: KeyError: 'price'

import pandas as pd
frame = pd.DataFrame({"cost": [1]})
frame["price"]
