# expect: 0.3
# expect: 3.1415926535897932384626433833
# expect: 5/6
# expect: 1.10

from decimal import Decimal, getcontext
from fractions import Fraction

print(Decimal("0.1") + Decimal("0.2"))
getcontext().prec = 29
print(+Decimal("3.14159265358979323846264338327950288"))
print(Fraction(1, 2) + Fraction(1, 3))
print(Decimal("1.095").quantize(Decimal("0.01")))
