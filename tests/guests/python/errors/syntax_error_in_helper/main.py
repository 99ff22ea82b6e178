# outcome: exception
# expect-nothing
# line: 7
# stderr-has:   File "/app/helper.py", line 2
# stderr-has: SyntaxError
# stderr-has:   File "/app/main.py", line 7, in <module>
import helper
