# expect: 3
# expect: ExceptionGroup ['broken']
# expect: cancelled sibling

import asyncio


async def value(n):
    await asyncio.sleep(0)
    return n


async def broken():
    raise ValueError("broken")


async def sibling():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        seen.append("cancelled sibling")
        raise


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(value(n)) for n in (1, 2)]
    print(sum(task.result() for task in tasks))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sibling())
            group.create_task(broken())
    except* ValueError as errors:
        print(type(errors).__name__, [str(error) for error in errors.exceptions])
    print(*seen)


seen = []
asyncio.run(main())
