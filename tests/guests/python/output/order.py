# expect: 1
# expect: 2
# expect: 3

for n in (1, 2, 3):
    print(n)
