"""The warm Python process of which students' processes are forks, and the way to it.

It is started before anything that takes long is imported, so this module imports nothing of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.grading.errors import NoSandbox
from helpers.kernel.limits import Limits

if TYPE_CHECKING:
    from helpers.grading.student import StudentProcess

START_SECONDS = 60.0
"""How long a warm process may take to start, and a fork of it on a busy machine."""

GRACE_SECONDS = 1.0
"""How long a process may take to stop before it is killed."""

_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "NBGRADER_EXECUTION": "autograde",  # as nbgrader sets it
    "MPLCONFIGDIR": "/nonexistent",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


# The interpreter gets this one's own path to this package, and an environment of its own: not
# isolated (-I), for then it would take no PYTHONHASHSEED.
_START = (
    "import sys; "
    f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r}); "
    "control, scratch = sys.argv[1:]; sys.argv = ['zygote']; "
    "from helpers.kernel import zygote; zygote.main(control, scratch)"
)


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
        from helpers.grading.student import StudentProcess

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
        try:
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
        except OSError:
            super().close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

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
