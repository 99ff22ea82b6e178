# The clock shows the present, and goes forward.
# expect: True True
# expect: ('UTC', 'UTC') 0
# expect: True

import time
from datetime import datetime, timezone

now = datetime.now(timezone.utc)
print(now.year >= 2025, abs(time.time() - now.timestamp()) < 5)
print(time.tzname, time.timezone)
before = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - before >= 0.01)
