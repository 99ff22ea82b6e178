# expect: 2.5 2.5 1.2909944487358056
# expect: 120 6 True
# expect: False 1.0
# expect: inf nan

import math
import statistics

data = [1, 2, 3, 4]
print(statistics.mean(data), statistics.median(data), statistics.stdev(data))
print(math.factorial(5), math.gcd(12, 18), math.isclose(math.pi, 3.14159265, rel_tol=1e-8))
print(sum([0.1] * 10, 0.0) == 0.3, math.fsum([0.1] * 10))
print(float("inf"), float("nan"))
