# creates: log.txt
# expect: one
# expect: two
# expect: FileExistsError

for word in ("one", "two"):
    with open("log.txt", "a") as file:
        file.write(word + "\n")
print(open("log.txt").read(), end="")
try:
    open("log.txt", "x")
except FileExistsError as error:
    print(type(error).__name__)
