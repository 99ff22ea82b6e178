# Text inside string literals arrives as it was written: the program's source is not rewritten.
# expect: '\n    four spaces\n\ttab\n'

text = """
    four spaces
	tab
"""
print(repr(text))
