# Hashes of text do not depend on the execution: the order of a set is the same everywhere.
# expect: ['banana', 'cherry', 'apple']
# expect: True

print(sorted({"apple", "banana", "cherry"}, key=hash))
print(hash("a") == hash("a"))
