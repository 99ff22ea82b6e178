# expect: 1 2
# expect: 3
# expect: True

import asyncio


async def value(n):
    await asyncio.sleep(0.001)
    return n


with asyncio.Runner() as runner:
    print(runner.run(value(1)), runner.run(value(2)))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(value(3)))
loop.close()
print(loop.is_closed())
