# What matplotlib stands on, used by itself: lines of equal height, constraints of a layout, styles in turn.
# expect: 1 True
# expect: 2 polygons
# expect: 100.0 200.0 300.0
# expect: UnsatisfiableConstraint
# expect: [{'c': 'r', 'ls': '-'}, {'c': 'r', 'ls': '--'}, {'c': 'g', 'ls': '-'}, {'c': 'g', 'ls': '--'}]

import contourpy
import cycler
import kiwisolver as kiwi
import numpy as np

x, y = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81))
lines = contourpy.contour_generator(x, y, x**2 + y**2).lines(1.0)
print(len(lines), np.allclose(np.hypot(*lines[0].T), 1, atol=1e-3))
points, offsets = contourpy.contour_generator(x, y, abs(x), fill_type="OuterOffset").filled(0.9, 1.1)
print(len(points), "polygons")
left, middle, right = (kiwi.Variable(name) for name in ("left", "middle", "right"))
solver = kiwi.Solver()
for constraint in (left == 100, right == 300, middle == (left + right) / 2):
    solver.addConstraint(constraint)
solver.updateVariables()
print(left.value(), middle.value(), right.value())
try:
    solver.addConstraint((middle >= 250) | "required")
except kiwi.UnsatisfiableConstraint as error:
    print(type(error).__name__)
print(list(cycler.cycler(c=["r", "g"]) * cycler.cycler(ls=["-", "--"])))
