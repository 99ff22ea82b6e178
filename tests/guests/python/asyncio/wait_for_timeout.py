# expect: TimeoutError
# expect: cancelled
# expect: timeout() too

import asyncio


async def slow():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        cancelled.append(True)
        raise


async def main():
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError:
        print("TimeoutError")
    print("cancelled" if cancelled else "not cancelled")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(3600)
    except TimeoutError:
        print("timeout() too")


cancelled = []
asyncio.run(main())
