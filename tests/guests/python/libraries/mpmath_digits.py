# Numbers with as many digits as are asked for: constants, roots, integrals, series, matrices, recognising a number.
# expect: 3.14159265358979323846264338327950288419716939937511
# expect: 1.41421356237309504880168872420969807856967187537695
# expect: True
# expect: 1.64493406684822643647 True
# expect: 14.1347251417346937904572519836
# expect: [2.0, 3.0]
# expect: True
# expect: ZeroDivisionError

import mpmath as mp

mp.mp.dps = 51
print(mp.nstr(+mp.pi, 51))
print(mp.nstr(mp.sqrt(2), 51))
print(mp.almosteq(mp.quad(lambda x: mp.exp(-(x**2)), [-mp.inf, mp.inf]), mp.sqrt(mp.pi)))
with mp.workdps(30):
    total = mp.nsum(lambda n: 1 / n**2, [1, mp.inf])
    print(mp.nstr(total, 21), mp.almosteq(total, mp.pi**2 / 6, rel_eps=mp.mpf(10) ** -25))
    print(mp.nstr(mp.zetazero(1).imag, 30))
print([float(root) for root in sorted(mp.polyroots([1, -5, 6]))])
with mp.workdps(15):
    found = mp.identify(mp.phi, ["sqrt(5)"])
    print(mp.almosteq(eval(found, {"sqrt": mp.sqrt}), (1 + mp.sqrt(5)) / 2))
try:
    mp.inverse(mp.matrix([[1, 2], [2, 4]]))
except ZeroDivisionError as error:
    print(type(error).__name__)
