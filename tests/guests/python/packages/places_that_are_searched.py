# The workspace is searched first, then the language's library, then the packages; each module comes from where it should.
# expect: ['/app', '/usr/local/lib/python315.zip', '/packages']
# expect: json /usr/local/lib/python315.zip/json
# expect: numpy /usr/local/lib/python315.zip/numpy
# expect: markdown /packages/markdown
# expect: mine /app
# expect: True True
# expect: None

import importlib.util
import pathlib
import sys

pathlib.Path("mine.py").write_text("")
importlib.invalidate_caches()
print(sys.path)
for name in ("json", "numpy", "markdown", "mine"):
    print(name, pathlib.PurePath(importlib.util.find_spec(name).origin).parent)
# What is compiled lies apart from its source, and was made before.
spec = importlib.util.find_spec("markdown")
print(spec.cached.startswith(sys.pycache_prefix), pathlib.Path(spec.cached).exists())
print(importlib.util.find_spec("requests"))
pathlib.Path("mine.py").unlink()
