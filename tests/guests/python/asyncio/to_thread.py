# Work for a thread runs, although there is only one.
# expect: 42
# expect: 7
# expect: ValueError in a thread

import asyncio


def blocking(n):
    return n


def failing():
    raise ValueError("in a thread")


async def main():
    print(await asyncio.to_thread(blocking, 42))
    print(await asyncio.get_running_loop().run_in_executor(None, blocking, 7))
    try:
        await asyncio.to_thread(failing)
    except ValueError as error:
        print("ValueError", error)


asyncio.run(main())
