# Lines end where Python ends them: not at a form feed, a file separator or the Unicode line separators.
# outcome: exception
# exit: 1
# exception: ValueError: here
# line: 13
# stderr: Traceback (most recent call last):
# stderr:   File "/app/main.py", line 13, in <module>
# stderr:     raise ValueError("here")
# stderr: ValueError: here
# expect: 4

text = "  "; print(len(text))
raise ValueError("here")
