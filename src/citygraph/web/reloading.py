"""A new release in the folder: noticed, or announced by SIGHUP, and served without a pause."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from citygraph.release.folder import MANIFEST
from citygraph.settings import setting_as_int
from citygraph.web.access import log

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from citygraph.web.dispatch import Dispatcher

__all__ = ["reloading"]


def _stamp(folder: Path) -> tuple[int, int] | None:
    try:
        status = (folder / MANIFEST).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


@contextlib.asynccontextmanager
async def reloading(dispatcher: Dispatcher) -> AsyncIterator[None]:
    """Load the release anew when it changes or when SIGHUP comes, as long as the context lasts.

    Args:
        dispatcher: Serves the release.
    """
    wake = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
        loop.add_signal_handler(signal.SIGHUP, wake.set)
    task = loop.create_task(_watch(dispatcher, wake))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _watch(dispatcher: Dispatcher, wake: asyncio.Event) -> None:
    every = setting_as_int("serve_watch")
    served = _stamp(dispatcher.folder)
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(every or None):
                await wake.wait()
        found = _stamp(dispatcher.folder)
        if not wake.is_set() and (found is None or found == served):
            continue
        wake.clear()
        error = await dispatcher.try_reload()
        if error is None:
            served = found
            log("reloaded", release=dispatcher.pool.version)
        else:
            log("not reloaded", reason=error.message, release=dispatcher.pool.version)
            served = found
