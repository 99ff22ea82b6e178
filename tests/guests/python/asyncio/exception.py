# outcome: exception
# exception: ValueError: in a task
# line: 13
# expect-nothing
# stderr-has: ValueError: in a task
# stderr-has:   File "/app/main.py", line 17, in <module>

import asyncio


async def main():
    await asyncio.sleep(0)
    raise ValueError("in a task")



asyncio.run(main())
