# A failed import does not hide a module that is written later: no listing of the folder is kept too long.
# creates: later.py
# expect: not yet
# expect: now

try:
    import later
except ModuleNotFoundError:
    print("not yet")
with open("later.py", "w") as file:
    file.write("word = 'now'\n")
import later

print(later.word)
