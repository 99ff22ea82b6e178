"""An asyncio event loop for a guest without sockets and threads. Part of the image, under the name `_sandbox_event_loop`.

The usual loop wakes itself through a socket pair, which WASI preview 1 cannot make. One thread needs no waking: nobody else
can call `call_soon_threadsafe`. Removed when WASI guests have threads or socket pairs.
"""

import asyncio
import concurrent.futures
import selectors
import time


class Selector(selectors.SelectSelector):
    """Sleeps when nothing is registered, where select() with no descriptors would refuse."""

    def select(self, timeout=None):
        if self.get_map():
            return super().select(timeout)
        if timeout is None:
            # Nothing can ever happen: wait until the host's deadline ends it.
            while True:
                time.sleep(3600)
        if timeout > 0:
            time.sleep(timeout)
        return []


class InlineExecutor(concurrent.futures.ThreadPoolExecutor):
    """Runs what it is given at once, in the only thread there is: `asyncio.to_thread` works, without being parallel."""

    def submit(self, function, /, *args, **kwargs):
        future = concurrent.futures.Future()
        try:
            future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
            if not isinstance(error, Exception):
                raise
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass


class EventLoop(asyncio.SelectorEventLoop):
    def __init__(self, selector=None):
        super().__init__(Selector() if selector is None else selector)
        self.set_default_executor(InlineExecutor())

    def _make_self_pipe(self):
        self._ssock = self._csock = None
        self._internal_fds += 1

    def _close_self_pipe(self):
        self._internal_fds -= 1

    def _write_to_self(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        # The usual one waits for the executor's threads in a thread of its own.
        self._executor_shutdown_called = True


def install():
    """Makes `asyncio.run`, `asyncio.Runner` and `asyncio.new_event_loop` use this loop."""
    asyncio.SelectorEventLoop = EventLoop
    asyncio.EventLoop = EventLoop
    asyncio.events._event_loop_policy = None
    asyncio.unix_events._DefaultEventLoopPolicy._loop_factory = EventLoop
    asyncio.events.new_event_loop = EventLoop
    asyncio.new_event_loop = EventLoop
    asyncio.runners.events.new_event_loop = EventLoop
