# Cycles are collected.
# expect: collected
# expect: True
# expect: None

import gc
import weakref


class Node:
    pass


node = Node()
node.self = node
watch = weakref.ref(node, lambda _: print("collected"))
del node
print(gc.collect() > 0)
print(watch())
