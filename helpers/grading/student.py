"""The examiner's end of a student's process: run cells, look names up, call functions.

Every byte that comes back is the student's to choose.  A message is bounded in size and time; one
that cannot be read ends the process, and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from helpers.grading.errors import NoSandbox
from helpers.judging.messages import tell
from helpers.kernel.limits import Limits
from helpers.kernel.wire import CONTROL, INTERRUPT, WireError, decode, encode

START_SECONDS = 60.0
"""How long a warm process may take to start, and a fork of it on a busy machine."""

GRACE_SECONDS = 1.0
"""How long interrupted code may take to stop before its process is killed."""

_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "NBGRADER_EXECUTION": "autograde",  # as nbgrader sets it
    "MPLCONFIGDIR": "/nonexistent",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


class Ended(Exception):
    """The student's process is gone; the text says how, `timed_out` whether it was stopped."""

    timed_out = False


class WouldNotStop(Ended):
    """It ran too long, and an interrupt did not stop it."""

    timed_out = True


class Stopped(Exception):
    """A cell or a call took too long and was interrupted; the process lives on."""


class Zygote:
    """A connection to the warm process of `helpers.kernel.zygote`, which forks on request."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._warm = False

    def _wait_until_warm(self) -> None:
        self._control.settimeout(START_SECONDS)
        try:
            ready = self._control.recv(1)
        except OSError:
            ready = b""
        if ready != b"w":
            self.close()
            raise NoSandbox("the warm Python process did not start; its error is above")
        self._warm = True

    def fork(self, limits: Limits, *, confined: bool = True) -> StudentProcess:
        """Fork a process for one notebook.

        Raises NoSandbox where it cannot be confined, and OSError when the warm process is gone.
        """
        if not self._warm:
            self._wait_until_warm()
        channel, their_channel = socket.socketpair()
        leash, their_leash = socket.socketpair()
        request = {"limits": limits.to_json(), "confined": confined}
        try:
            with their_channel, their_leash:
                self._ask(request, their_channel, their_leash)
            return StudentProcess(channel, leash, limits)
        except OSError:
            channel.close()
            leash.close()
            raise

    def _ask(self, request: dict[str, Any], *given: socket.socket) -> None:
        descriptors = [end.fileno() for end in given]
        socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)

    @property
    def alive(self) -> bool:
        """Say whether the process still listens."""
        if self._control.fileno() < 0:
            return False
        self._control.setblocking(False)
        try:
            return self._control.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """End the connection."""
        self._control.close()


class WarmPython(Zygote):
    """The warm process itself, and the first connection to it; it warms up while others work."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="notebook-")
        ours, theirs = socket.socketpair()
        super().__init__(ours)
        environment = {
            **_ENVIRONMENT,
            "MPLCONFIGDIR": self._folder,
            "HOME": self._folder,
        }
        os.mkdir(f"{self._folder}/work")
        _copy_font_list(self._folder)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-s",
                    "-c",
                    _START,
                    str(theirs.fileno()),
                    f"{self._folder}/work",
                ],
                env=environment,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                cwd=f"{self._folder}/work",
                process_group=0,  # Ctrl-C in a terminal is the coordinator's alone
            )

    def share(self) -> socket.socket:
        """Make another connection to the process, for a Zygote elsewhere."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._ask({"adopt": True}, theirs)
            except OSError:
                ours.close()
                raise
        return ours

    @property
    def alive(self) -> bool:
        """Say whether the process runs; its first byte may wait here unread."""
        return self._process.poll() is None and super().alive

    def close(self) -> None:
        """End the process and remove its folder."""
        super().close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=GRACE_SECONDS if self._warm else 0)
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _copy_font_list(folder: str) -> None:
    """Spare the warm process the making of matplotlib's list of fonts, where there is one."""
    with contextlib.suppress(OSError, RuntimeError):  # it makes its own; not all have a home
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        place = Path(os.environ.get("MPLCONFIGDIR") or Path(cache, "matplotlib"))
        for made in place.glob("fontlist-*.json"):
            shutil.copy(made, folder)


# The interpreter gets this one's own path to this package, and an environment of its own: not
# isolated (-I), for then it would take no PYTHONHASHSEED.  Descriptor 3 is where the zygote expects
# its control socket.
_START = (
    "import os, sys; "
    f"os.dup2(int(sys.argv[1]), {CONTROL}); "
    f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r}); "
    "sys.argv = ['zygote', sys.argv[2]]; "
    "from helpers.kernel import zygote; zygote.main()"
)


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
