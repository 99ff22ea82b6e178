# The program is the main module.
# expect: __main__
# expect: guarded
# expect: True

import sys

print(__name__)
if __name__ == "__main__":
    print("guarded")
print(sys.modules["__main__"].__dict__ is globals())
