# expect: 1267650600228229401496703205376
# expect: 2568 True
# expect: ValueError
# expect: 57896044618658097711785492504343953926634992332820282019728792003956564819949

import math
import sys

print(2**100)
print(len(str(math.factorial(1000))), sys.get_int_max_str_digits() == 4300)
try:
    str(10**5000)
except ValueError as error:
    print(type(error).__name__)
print(2**255 - 19)
