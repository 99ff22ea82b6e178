# os._exit ends the program at once: what is still in a buffer of its own is lost, printed lines are not.
# outcome: exit
# exit: 9
# expect: printed

import os

print("printed")
os._exit(9)
