# Files that an interpreter would run by itself at its start are not run.
# expect: only the program

print("only the program")
