import os
import random
import time
import uuid

print(time.time_ns(), os.urandom(8).hex(), random.random(), uuid.uuid4(), random.SystemRandom().random(), id(object()), hash("a"))
