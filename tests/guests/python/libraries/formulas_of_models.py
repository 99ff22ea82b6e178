# patsy and formulaic turn a formula into the columns of a model; both agree, and statsmodels uses one.
# policy: fuel_budget = 100000000000
# expect: ['Intercept', 'k[T.b]', 'x']
# expect: ['Intercept', 'k[T.b]', 'x']
# expect: True
# expect: ['x', 'np.log(x)', 'x:z']
# expect: [10. 20. 30. 40.]
# expect: {'Intercept': 1.0, 'k[T.b]': 5.0, 'x': 2.0}
# expect: PatsyError FactorEvaluationError

import formulaic
import formulaic.errors
import numpy as np
import pandas as pd
import patsy
import statsmodels.formula.api as smf

frame = pd.DataFrame({"k": list("abab"), "x": [1.0, 2.0, 3.0, 5.0], "z": [10.0] * 4})
frame["y"] = 1 + 2 * frame["x"] + 5 * (frame["k"] == "b")
old = patsy.dmatrix("k + x", frame)
new = formulaic.model_matrix("k + x", frame)
print(old.design_info.column_names)
print(list(new.columns))
print(np.allclose(np.asarray(old), new.to_numpy(dtype=float)))
print(list(formulaic.model_matrix("0 + x + np.log(x) + x:z", frame, context={"np": np}).columns))
print(np.asarray(patsy.dmatrix("0 + I(10 * n)", {"n": np.arange(1, 5)})).ravel())
fit = smf.ols("y ~ k + x", frame).fit()
print({name: round(float(value), 6) for name, value in fit.params.items()})
names = []
for make, kind in ((patsy.dmatrix, patsy.PatsyError), (formulaic.model_matrix, formulaic.errors.FormulaicError)):
    try:
        make("x + nowhere", frame)
    except kind as error:
        names.append(type(error).__name__)
print(*names)
