"""Ctrl-C: a result that is being written is written first, and pressed twice it means once."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator

AGAIN_SECONDS = 3.0
"""A Ctrl-C this soon after another is the same one; a later one stops what would not stop."""


class _Pressed:
    at = -AGAIN_SECONDS
    held = False
    """Whether it has to wait."""
    waits = False


def once() -> None:
    """Have Ctrl-C raise KeyboardInterrupt, and no second one in what tidies up after the first."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell's & ignores it
        signal.signal(signal.SIGINT, _press)


def no_more() -> None:
    """Have Ctrl-C do nothing: all is over but for what Python does at its end."""
    if signal.getsignal(signal.SIGINT) is _press:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _press(*_: object) -> None:
    before, _Pressed.at = _Pressed.at, time.monotonic()
    if _Pressed.held:
        _Pressed.waits = True
    elif _Pressed.at - before >= AGAIN_SECONDS:
        raise KeyboardInterrupt


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Have Ctrl-C, where `once` is in force, wait until this is done."""
    _Pressed.held = True
    try:
        yield
    finally:  # also where it failed: what Ctrl-C ended may be why
        _Pressed.held = False
        if _Pressed.waits:
            _Pressed.waits = False
            raise KeyboardInterrupt
