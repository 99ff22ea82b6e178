# The versions that are locked, as importlib.metadata gives them, what a distribution needs, and which one a module is of.
# expect: markdown 3.11.3
# expect: click 8.5.1
# expect: python-docx 1.2.0
# expect: PyPDF2 3.0.1
# expect: rich 15.0.0
# expect: tomlkit 0.15.2
# expect: ['markdown-it-py', 'pygments']
# expect: ['python-docx']
# expect: PackageNotFoundError

import importlib.metadata as metadata
import re

for name in ("markdown", "click", "python-docx", "PyPDF2", "rich", "tomlkit"):
    print(name, metadata.version(name))
print(sorted(re.match(r"[\w-]+", need)[0].lower() for need in metadata.requires("rich") if "extra ==" not in need))
print(metadata.packages_distributions()["docx"])
try:
    metadata.version("requests")
except metadata.PackageNotFoundError as error:
    print(type(error).__name__)
