"""The examiner's end of a student's process: run cells, look names up, call functions.

Every byte that comes back is the student's to choose.  A message is bounded in size and time; one
that cannot be read ends the process, and nothing else.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from typing import Any

from helpers.grading.errors import NoSandbox
from helpers.grading.warm import GRACE_SECONDS, START_SECONDS
from helpers.judging.messages import tell
from helpers.kernel.limits import Limits
from helpers.kernel.wire import INTERRUPT, WireError, decode, encode


class Ended(Exception):
    """The student's process is gone; the text says how, `timed_out` whether it was stopped."""

    timed_out = False


class WouldNotStop(Ended):
    """It ran too long, and an interrupt did not stop it."""

    timed_out = True


class Stopped(Exception):
    """A cell or a call took too long and was interrupted; the process lives on."""


class StudentProcess:
    """One confined process with one notebook's names in it."""

    def __init__(self, channel: socket.socket, leash: socket.socket, limits: Limits) -> None:
        self._channel = channel
        self._leash = leash
        self._limits = limits
        self.ended: Ended | None = None
        first = self._receive(time.monotonic() + START_SECONDS)
        if first.get("is") != "ready":
            self.close()
            raise NoSandbox(str(first.get("why", "the student's process did not start"))[:500])
        self._end_of_time: float | None = None

    def request(self, message: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Send a request and return the reply; a call has its limit, and not `seconds`.

        Raises Stopped when it took too long, Ended when the process is gone, before or by this.
        """
        if self.ended:
            raise self.ended
        started = time.monotonic()
        # From the first request on the examiner's own time counts too: what it has to read is the
        # student's to choose.  What it imports before that is not.
        self._end_of_time = self._end_of_time or started + self._limits.notebook_seconds
        left = self._end_of_time - started
        if left <= 0:
            raise Stopped(tell("grading.used-up", seconds=f"{self._limits.notebook_seconds:g}"))
        allowed = min(seconds or self._limits.call_seconds, left)
        try:
            self._channel.settimeout(allowed + GRACE_SECONDS)
            self._channel.sendall(encode(message))
            return self._receive(started + allowed)
        except TimeoutError:
            self._interrupt(allowed)
            raise Stopped(tell("grading.too-long", seconds=f"{allowed:.3g}")) from None
        except WireError as problem:
            raise self._end(Ended(tell("grading.garbled", problem=problem))) from None
        except OSError:
            raise self._end(Ended(tell("grading.ended"))) from None

    def interrupt(self) -> None:
        """Interrupt what runs in the process; nothing happens where nothing runs."""
        with contextlib.suppress(OSError):
            self._leash.sendall(INTERRUPT)

    def _interrupt(self, allowed: float) -> None:
        self.interrupt()
        try:
            self._receive(time.monotonic() + GRACE_SECONDS)
        except (OSError, WireError):
            self._end(WouldNotStop(tell("grading.would-not-stop", seconds=f"{allowed:.3g}")))

    def _receive(self, deadline: float) -> dict[str, Any]:
        size = struct.unpack(">I", self._read(4, deadline))[0]
        if size > self._limits.result_bytes:
            raise WireError(f"a message of {size} bytes")
        return decode(self._read(size, deadline))

    def _read(self, size: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._channel.settimeout(max(deadline - time.monotonic(), 0.001))
            part = self._channel.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise ConnectionError("closed")
            parts += part
        return bytes(parts)

    def _end(self, how: Ended) -> Ended:
        self.ended = how
        self.close()
        return how

    def close(self) -> None:
        """Kill the process and wait until nothing of it is left."""
        self._channel.close()
        with contextlib.suppress(OSError):
            self._leash.shutdown(socket.SHUT_WR)
            select.select([self._leash], [], [], START_SECONDS)
        self._leash.close()
