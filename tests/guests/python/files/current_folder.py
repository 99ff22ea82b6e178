# creates: relative.txt
# file: relative.txt 5
# expect: /app
# expect: hello
# expect: ['relative.txt']

import os

print(os.getcwd())
with open("relative.txt", "w") as file:
    file.write("hello")
print(open("/app/relative.txt").read())
print(os.listdir("."))
