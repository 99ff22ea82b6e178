# Importing a module of the workspace writes nothing into the workspace.
# expect: ['main_helper.py']

import os

import main_helper

print(sorted(os.listdir(".")))
