# expect: 1
# expect: 2
# expect: RuntimeError

import asyncio


async def value(n):
    await asyncio.sleep(0)
    return n


async def nested():
    coroutine = value(3)
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        coroutine.close()
        return type(error).__name__


print(asyncio.run(value(1)))
print(asyncio.run(value(2)))
print(asyncio.run(nested()))
