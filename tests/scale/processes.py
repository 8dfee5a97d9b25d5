"""The processes that a process has started: to kill one, and to see that none is left over."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path


def children(pid: int) -> list[int]:
    """List the processes a process has started."""
    with contextlib.suppress(OSError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


def below(pid: int) -> list[int]:
    """List all the processes below a process."""
    return [found for child in children(pid) for found in (child, *below(child))]


def session(leader: int) -> list[int]:
    """List the processes of a session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(folder.name))
    return found


def all_gone(pids: Iterable[int], seconds: float = 20) -> bool:
    """Wait until none of these processes runs, and say whether that came about."""
    deadline = time.monotonic() + seconds
    left = set(pids)
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if _runs(pid)}
        time.sleep(0.02)
    return not left


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
