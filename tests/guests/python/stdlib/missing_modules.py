# What this guest lacks fails as an import does, and not in another way.
# expect: ssl ImportError
# expect: _ctypes ImportError
# expect: _multiprocessing ImportError

for name in ("ssl", "_ctypes", "_multiprocessing"):
    try:
        __import__(name)
        print(name, "there")
    except ImportError:
        print(name, "ImportError")
