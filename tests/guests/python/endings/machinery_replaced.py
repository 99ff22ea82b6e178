# What ends a program was bound before it ran: replacing it changes nothing for exit functions and open files.
# expect: body
# expect: exit function
# creates: out.txt
# file: out.txt 4

import atexit
import gc
import io
import linecache
import sys

atexit.register(print, "exit function")
out = open("out.txt", "w")
out.write("text")
print("body")
atexit._run_exitfuncs = gc.get_objects = None
io.TextIOWrapper = io.BufferedWriter = io.BufferedRandom = None
linecache.cache = None
sys.argv = None
