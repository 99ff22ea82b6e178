# expect: refused
# expect: refused

import asyncio


async def main():
    for start in (
        lambda: asyncio.create_subprocess_exec("id"),
        lambda: asyncio.open_connection("127.0.0.1", 80),
    ):
        try:
            await asyncio.wait_for(start(), 1)
        except (OSError, NotImplementedError, RuntimeError, AttributeError):
            print("refused")


asyncio.run(main())
