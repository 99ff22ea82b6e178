# Tracebacks show the lines of the workspace's modules as well; the line of the result is the program's own.
# outcome: exception
# exception: ZeroDivisionError: division by zero
# line: 12
# expect-nothing
# stderr-has:   File "/app/main.py", line 12, in <module>
# stderr-has:     helper.divide(1, 0)
# stderr-has:   File "/app/helper.py", line 2, in divide
# stderr-has:     return a / b
import helper

helper.divide(1, 0)
