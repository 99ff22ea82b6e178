# expect: [0, 1, 4]
# expect: event
# expect: locked once

import asyncio


async def producer(queue):
    for n in range(3):
        await queue.put(n)
        await asyncio.sleep(0)
    await queue.put(None)


async def consumer(queue):
    squares = []
    while (n := await queue.get()) is not None:
        squares.append(n * n)
    return squares


async def main():
    queue = asyncio.Queue(maxsize=1)
    squares, _ = await asyncio.gather(consumer(queue), producer(queue))
    print(squares)
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.005, event.set)
    await event.wait()
    print("event")
    lock = asyncio.Lock()
    async with lock:
        print("locked once")


asyncio.run(main())
