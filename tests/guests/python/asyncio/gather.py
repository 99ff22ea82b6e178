# Tasks take turns: the shorter sleep ends first, and results keep their order.
# expect: short
# expect: long
# expect: ['long', 'short']

import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    print(name)
    return name


async def main():
    print(await asyncio.gather(work("long", 0.05), work("short", 0.01)))


asyncio.run(main())
