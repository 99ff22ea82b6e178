import sys

print("tool as", __name__, "with", [__file__ if __file__.startswith("/") else "/app/" + __file__])
RESULT = 7
