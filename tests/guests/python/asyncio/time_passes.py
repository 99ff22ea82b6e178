# expect: True

import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    before, wall = loop.time(), time.monotonic()
    await asyncio.sleep(0.02)
    return loop.time() - before >= 0.02 and time.monotonic() - wall >= 0.02


print(asyncio.run(main()))
