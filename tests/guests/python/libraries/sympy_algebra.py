# policy: fuel_budget = 100000000000
# expect: [-2, 2]
# expect: x**2/2
# expect: (x - 1)*(x + 1)
# expect: 1/2

import sympy

x = sympy.symbols("x")
print(sympy.solve(x**2 - 4, x))
print(sympy.integrate(x, x))
print(sympy.factor(x**2 - 1))
print(sympy.limit((1 - sympy.cos(x)) / x**2, x, 0))
