# expect: 0.1 1e+16 1e-07 3.0
# expect: 1.50 1,234,567.9 25% 0x1.8000000000000p+0
# expect: 2 2 -2 0.5
# expect: (3+4j) 5.0

print(0.1, 1e16, 1e-7, 3.0)
print(f"{1.5:.2f} {1234567.89:,.1f} {0.25:.0%}", (1.5).hex())
print(round(2.5), round(1.5), round(-2.5), 7 % 1.0 + 0.5)
print(3 + 4j, abs(3 + 4j))
