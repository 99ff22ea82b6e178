# Packages for numbers: arbitrary precision, formulas of models, contours, constraints, frames of either library.
# expect: 3.14159265358979323846264338328
# expect: ['Intercept', 'x', 'z[T.b]'] (3, 3)
# expect: ['1', 'x'] (3, 2)
# expect: True
# expect: 10.0
# expect: ['a'] [6]
# expect: [{'color': 'r', 'width': 1}, {'color': 'r', 'width': 2}]
# expect: [1.0, 2.0, 3.0]
# expect: [1, 4, 9]

import contourpy
import joblib
import kiwisolver
import mpmath
import narwhals
import numpy as np
import pandas as pd
import patsy
from cycler import cycler
from formulaic import model_matrix

mpmath.mp.dps = 30
print(mpmath.nstr(mpmath.pi, 30))
frame = pd.DataFrame({"x": [1.0, 2.0, 3.0], "z": ["a", "b", "a"]})
design = patsy.dmatrix("x + z", frame)
print(sorted(design.design_info.column_names), design.shape)
matrix = model_matrix("x", frame)
print([name.replace("Intercept", "1") for name in matrix.columns], matrix.shape)
lines = contourpy.contour_generator(z=np.outer(np.arange(4), np.ones(4))).lines(1.5)
print(bool(np.allclose(lines[0][:, 1], 1.5)))
solver, width = kiwisolver.Solver(), kiwisolver.Variable("width")
solver.addConstraint(width >= 10)
solver.addConstraint((width <= 5) | "weak")
solver.updateVariables()
print(width.value())
wide = narwhals.from_native(pd.DataFrame({"a": [1, 2, 3]})).select(narwhals.col("a").sum())
print(wide.columns, wide["a"].to_list())
print([dict(style) for style in cycler(color="r") * cycler(width=[1, 2])])
print(list(model_matrix("0 + x", frame)["x"]))
print(joblib.Parallel(n_jobs=1)(joblib.delayed(pow)(n, 2) for n in (1, 2, 3)))
