# Splines, integrals, differential equations, roots, constrained minima, sparse systems, filters and distances.
# policy: fuel_budget = 100000000000
# expect: 0.5 True
# expect: 0.886227 0.333333
# expect: 0.367879
# expect: [0.5 0.5] True
# expect: [1. 1.]
# expect: 19200.0
# expect: True 298
# expect: 5 [5 2]
# expect: True
# expect: [0 2] 0.0
# expect: 0.975

import numpy as np
from scipy import integrate, interpolate, linalg, ndimage, optimize, signal, sparse, spatial, stats
from scipy.sparse import linalg as sparse_linalg

x = np.linspace(0, np.pi, 40)
spline = interpolate.CubicSpline(x, np.sin(x))
print(float(spline(np.pi / 6).round(5)), abs(spline.derivative()(0.0) - 1) < 1e-3)
print(round(integrate.quad(lambda t: np.exp(-t * t), 0, np.inf)[0], 6), round(integrate.simpson(np.linspace(0, 1, 11) ** 2, dx=0.1), 6))
decay = integrate.solve_ivp(lambda t, y: -y, (0, 1), [1.0], rtol=1e-9, atol=1e-12)
print(round(float(decay.y[0, -1]), 6))
least = optimize.minimize(lambda p: p @ p, [3.0, -1.0], constraints={"type": "eq", "fun": lambda p: p.sum() - 1})
print(least.x.round(5), least.success)
print(optimize.curve_fit(lambda t, a, b: a * np.exp(-b * t), x, np.exp(-x))[0].round(6))
best = optimize.linprog([-120, -80], A_ub=[[1, 1], [2, 1]], b_ub=[220, 260])
print(round(-best.fun, 6) if best.success else best.message)
band = sparse.diags([-1.0, 2.0, -1.0], [-1, 0, 1], shape=(100, 100), format="csc")
right = np.arange(100.0)
print(np.allclose(band @ sparse_linalg.spsolve(band, right), right), band.nnz)
noise = np.zeros(50)
noise[[10, 30]] = 5
peaks, _ = signal.find_peaks(noise)
labels, count = ndimage.label(np.eye(5))
print(count, np.array([int(noise[peaks[0]]), len(peaks)]))
print(np.allclose(linalg.expm(np.array([[0.0, -np.pi], [np.pi, 0.0]])), -np.eye(2)))
tree = spatial.cKDTree([[0, 0], [5, 5], [0, 1]])
distance, nearest = tree.query([0.0, 0.0], k=2)
print(nearest, distance[0])
print(round(stats.norm.cdf(1.959964), 5))
