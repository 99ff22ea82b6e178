# Linear algebra and Fourier transforms: each result is checked against what defines it.
# expect: [2. 3. -1.]
# expect: True True True
# expect: [5. 3.] 3
# expect: True True
# expect: 5.0 40.0
# expect: [1. 2.]
# expect: True
# expect: LinAlgError Singular matrix

import numpy as np

matrix = np.array([[2.0, 1, -1], [-3, -1, 2], [-2, 1, 2]])
print(np.array2string(np.linalg.solve(matrix, [8, -11, -3]).round(9) + 0.0, formatter={"float": lambda x: f"{x:.0f}."}))
random = np.random.default_rng(1)
square = random.normal(size=(40, 40))
values, vectors = np.linalg.eig(square)
left, singular, right = np.linalg.svd(square)
q, r = np.linalg.qr(square)
print(np.allclose(square @ vectors, vectors * values), np.allclose(left * singular @ right, square), np.allclose(q @ r, square))
print(np.linalg.svd(np.array([[3, 2, 2], [2, 3, -2]]), compute_uv=False).round(9), np.linalg.matrix_rank(matrix))
positive = square @ square.T + np.eye(40)
lower = np.linalg.cholesky(positive)
print(np.allclose(lower @ lower.T, positive), np.allclose(np.linalg.inv(positive) @ positive, np.eye(40)))
# A tone of 5 and a weaker one of 40 in a second of samples.
moments = np.arange(256) / 256
tones = 2 * np.sin(2 * np.pi * 5 * moments) + np.sin(2 * np.pi * 40 * moments)
spectrum = np.abs(np.fft.rfft(tones))
first, second = np.argsort(spectrum)[::-1][:2]
print(np.fft.rfftfreq(256, 1 / 256)[first], np.fft.rfftfreq(256, 1 / 256)[second])
print(np.linalg.lstsq(np.vander([0, 1, 2, 3], 2, increasing=True), [1, 3, 5, 7])[0].round(9))
print(np.allclose(np.fft.ifft2(np.fft.fft2(square)).real, square))
try:
    np.linalg.inv([[1, 2], [2, 4]])
except np.linalg.LinAlgError as error:
    print(type(error).__name__, error)
