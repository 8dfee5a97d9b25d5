"""What a call prints, kept apart from what the rest of the kernel prints meanwhile."""

from __future__ import annotations

import contextlib
import io
import sys
import threading
from collections.abc import Iterator
from typing import Any

MOST = 2000  # characters; printing without end costs no memory

_lock = threading.Lock()
_heard: dict[int, io.StringIO] = {}
"""What the threads that are listened to have printed."""


class _ByThread:
    """A stream that keeps what those threads write and passes all else on."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Keep or pass on the text."""
        kept = _heard.get(threading.get_ident())
        if kept is None:
            return int(self.stream.write(text))
        kept.write(text[: max(0, MOST - kept.tell())])
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextlib.contextmanager
def heard() -> Iterator[io.StringIO]:
    """Keep what this thread prints in the block, and only that."""
    me = threading.get_ident()
    with _lock:
        if not _heard:
            sys.stdout, sys.stderr = _ByThread(sys.stdout), _ByThread(sys.stderr)
        _heard[me] = io.StringIO()
    try:
        yield _heard[me]
    finally:
        with _lock:
            del _heard[me]
            if not _heard:
                for name in ("stdout", "stderr"):
                    stream = getattr(sys, name)
                    if isinstance(stream, _ByThread):
                        setattr(sys, name, stream.stream)
