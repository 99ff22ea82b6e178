# expect: [0, 1, 2]
# expect: entered
# expect: left

import asyncio
import contextlib


async def numbers():
    for n in range(3):
        await asyncio.sleep(0)
        yield n


@contextlib.asynccontextmanager
async def context():
    print("entered")
    yield
    print("left")


async def main():
    print([n async for n in numbers()])
    async with context():
        pass


asyncio.run(main())
