# Modules of the workspace win over packages of the same name; the others are still found, and so is the package by its place.
# expect: /app/tomli.py own reader
# expect: /app/humanize/__init__.py own numbers
# expect: /packages/click/__init__.py
# expect: 2.5.0
# expect: {'a': 1}

import importlib.metadata
import importlib.util
import sys

import click
import humanize
import tomli

print(tomli.__file__, tomli.loads("a = 1"))
print(humanize.__file__, humanize.intcomma(1000))
print(click.__file__)
print(importlib.metadata.version("tomli"))
# Another order of the places finds the package.
sys.path.insert(0, "/packages")
del sys.modules["tomli"]
print(importlib.import_module("tomli").loads("a = 1"))
