# stdin: a
# stdin: b
# expect: 1 a
# expect: 2 b

import fileinput

for line in fileinput.input(files=["-"]):
    print(fileinput.lineno(), line.rstrip())
