# expect: RuntimeError
# expect: RuntimeError
# expect: lock works

import concurrent.futures
import threading

try:
    threading.Thread(target=print).start()
except RuntimeError as error:
    print(type(error).__name__)
try:
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(print).result()
except RuntimeError as error:
    print(type(error).__name__)
with threading.Lock():
    print("lock works")
