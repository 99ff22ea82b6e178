# Output of a megabyte arrives whole under the default policy.
# expect-lines: 20000
# expect-bytes: 1028890

for n in range(20_000):
    print(n, "x" * 45)
