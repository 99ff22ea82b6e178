# expect: started
# expect: slept
# expect: 42

import asyncio


async def main():
    print("started")
    await asyncio.sleep(0.01)
    print("slept")
    return 42


print(asyncio.run(main()))
