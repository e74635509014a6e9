"""The process that loads a release once and forks workers from it.

It runs nothing else and has a single thread, so that forking is safe. The server starts it as a
process of its own and talks to it through a socket that keeps messages apart: ``fork`` makes a
worker, whose socket and process handle come back; the end of the socket ends the process.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from citygraph.errors import CitygraphError
from citygraph.web.confinement import (
    close_files,
    confine,
    leave_network,
    memory_in_use,
    tie_to_parent,
)

__all__ = ["LONGEST_MESSAGE", "main"]

LONGEST_MESSAGE: Final = 100_000


def _send(
    control: socket.socket, message: dict[str, Any], handles: list[int] | None = None
) -> None:
    data = json.dumps(message).encode()
    if handles:
        socket.send_fds(control, [data], handles)
    else:
        control.send(data)


def _load(folder: Path) -> Any:  # noqa: ANN401
    from citygraph.web.worker import Workplace

    return Workplace.prepare(folder)


def _become_worker(place: Any, work: socket.socket, order: dict[str, Any]) -> None:  # noqa: ANN401
    """Turn the forked process into a worker; it never returns from here."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    tie_to_parent()
    close_files({0, 1, 2, work.fileno()})
    if not order.get("network"):
        leave_network()
    # A thread takes its memory from a heap of its own. In the inherited one, whatever is taken
    # lies scattered over pages that have to be copied first, and queries take longer.
    thread = threading.Thread(target=_work, args=(place, work, int(order["memory"])))
    thread.start()
    thread.join()
    os._exit(1)


def _work(place: Any, work: socket.socket, memory: int) -> None:  # noqa: ANN401
    status = 1
    try:
        confine(memory)
        gc.enable()
        place.serve(work)
        status = 0
    except (BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        status = 0
    except MemoryError:
        os.abort()
    finally:
        os._exit(status)


def _fork(control: socket.socket, place: Any, order: dict[str, Any]) -> None:  # noqa: ANN401
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _become_worker(place, theirs, order)
    theirs.close()
    handles = [ours.fileno()]
    with contextlib.suppress(AttributeError, OSError):
        handles.append(os.pidfd_open(pid))
    _send(control, {"event": "worker", "pid": pid, "order": order}, handles)
    ours.close()
    for handle in handles[1:]:
        os.close(handle)


def _bury(control: socket.socket) -> None:
    """Take in the ends of workers, and report them."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        _send(control, {"event": "exit", "pid": pid, "code": os.waitstatus_to_exitcode(status)})


def main(control_handle: int, folder: str) -> None:
    """Load a release and fork workers on demand, until the control socket ends.

    Args:
        control_handle: The file descriptor of the control socket.
        folder: The folder of the release.
    """
    control = socket.socket(fileno=control_handle)
    tie_to_parent()
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    began = time.monotonic()
    try:
        place = _load(Path(folder))
    except CitygraphError as error:
        _send(control, {"event": "failed", "message": error.message, "hint": error.hint})
        return
    gc.collect()
    gc.disable()
    gc.freeze()
    space, resident = memory_in_use()
    manifest = asdict(place.release.manifest)
    manifest.pop("counts")
    _send(
        control,
        {
            "event": "ready",
            "manifest": manifest,
            "digest": place.digest,
            "seconds": round(time.monotonic() - began, 3),
            "space": space,
            "resident": resident,
        },
    )
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    os.set_blocking(reader, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    selector.register(reader, selectors.EVENT_READ)
    while True:
        ready = {key.fileobj for key, _ in selector.select()}
        if reader in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(reader, 4096)
            _bury(control)
        if control in ready:
            data = control.recv(LONGEST_MESSAGE)
            if not data:
                return
            _fork(control, place, json.loads(data))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        main(int(sys.argv[1]), sys.argv[2])
