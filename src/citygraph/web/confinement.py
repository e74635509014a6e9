"""What a worker process may not do: use much memory, reach the network, outlive its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import Final

__all__ = [
    "close_files",
    "confine",
    "give_back_memory",
    "leave_network",
    "memory_in_use",
    "memory_of",
    "tie_to_parent",
]

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_MEGABYTE: Final = 1_000_000


def memory_in_use() -> tuple[int, int]:
    """Return the address space and the resident memory of this process, in bytes."""
    return memory_of(os.getpid())


def memory_of(pid: int) -> tuple[int, int]:
    """Return the address space and the resident memory of a process in bytes; 0, 0 if unknown."""
    try:
        total, resident = Path(f"/proc/{pid}/statm").read_bytes().split()[:2]
    except (OSError, ValueError):
        return 0, 0
    page = resource.getpagesize()
    return int(total) * page, int(resident) * page


def give_back_memory() -> None:
    """Return to the system what this process has freed (GNU libc keeps some of it)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def tie_to_parent() -> None:
    """Let this process be killed when its parent ends, and never gain rights (Linux)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def leave_network() -> bool:
    """Move this process into a network of its own, which leads nowhere.

    Returns:
        Whether the system allowed it.
    """
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is None:
        return False
    return bool(unshare(_CLONE_NEWNET) == 0 or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def close_files(keep: set[int]) -> None:
    """Close all open files but some."""
    try:
        opened = [int(path.name) for path in Path("/proc/self/fd").iterdir()]
    except OSError:
        opened = list(range(3, 1024))
    for handle in opened:
        if handle not in keep:
            with contextlib.suppress(OSError):
                os.close(handle)


def confine(memory: int) -> None:
    """Set the limits of a worker.

    Args:
        memory: Megabytes that it may use above what it has now.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    in_use, _ = memory_in_use()
    if in_use:
        limit = in_use + memory * _MEGABYTE
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
