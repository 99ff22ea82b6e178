# Locks, events, locals and the main thread are there; only other threads are not.
# expect: MainThread 1
# expect: True 5
# expect: RuntimeError

import threading

print(threading.current_thread().name, threading.active_count())
event = threading.Event()
event.set()
local = threading.local()
local.x = 5
with threading.RLock(), threading.Semaphore():
    print(event.wait(1), local.x)
try:
    threading.Timer(1, print).start()
except RuntimeError as error:
    print(type(error).__name__)
