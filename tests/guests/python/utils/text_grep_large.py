"""grep over ten thousand lines, over many files, and over one very long line."""
# creates-any
# expect: 10 (7, '7 ERROR xxxxxxx') 9007 9990 200
# expect: 200 [2]
# expect: [(1, 2001006)]

from sandbox_utils import echo, find, grep, mkdir

with open("large.log", "w") as file:
    for number in range(1, 10_001):
        file.write(f"{number} {'ERROR' if number % 1000 == 7 else 'fine'} {'x' * (number % 50)}\n")
matches = grep(r"^\d+ ERROR", "large.log")
print(len(matches), matches[0][1:], matches[-1][1], len(grep("fine", "large.log")), len(grep(" x{49}$", "large.log")))
mkdir("many")
for number in range(200):
    echo(f"line\nnumber {number}", f"many/{number:03}.txt")
print(len(grep("number", find("*.txt"))), [number for _, number, _ in grep("199", "many")])
open("long.txt", "w").write("a" * 2_000_000 + "needle" + "b" * 1000)
print([(number, len(line)) for _, number, line in grep("needle", "long.txt")])
