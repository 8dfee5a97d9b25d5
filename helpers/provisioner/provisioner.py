"""jupyter_client's way to start a kernel, for the confined one."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import TraitError

from helpers.grading.errors import GradingError
from helpers.grading.probe import require_sandbox
from helpers.grading.settings import TwoKernels
from helpers.kernel.limits import Limits

_WEEK = 7 * 86400.0
"""Seconds per call and per notebook are for grading; here a person interrupts."""

_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r}); "
    "from helpers.provisioner import kernel; kernel.main()"
)


class ConfinedProvisioner(LocalProvisioner):
    """Start a kernel that runs its cells confined, whatever command the kernelspec names.

    Its sockets are Unix sockets in a folder that only this user can enter; the folder is the
    kernel's home, and goes with it.  The kernel's standard input says what it needs to know, and
    the end of it is the end of the kernel, so nothing outlives the server.
    """

    process: subprocess.Popen[bytes] | None = None
    folder: str | None = None
    _start: dict[str, Any]

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the folder and the transport.

        Raises NoSandbox where nothing can be confined, GradingError for another language than
        Python and for a limit that is none.
        """
        if self.kernel_spec.language.lower() != "python":
            raise GradingError(
                f"the kernel {self.kernel_spec.display_name} is for {self.kernel_spec.language}: "
                "only Python runs confined, so choose a kernel for Python"
            )
        await asyncio.to_thread(require_sandbox)
        limits = self._limits()
        manager = self.parent
        if self.folder is None:  # a restart keeps folder, sockets' names and key
            self.folder = tempfile.mkdtemp(prefix="two-kernels-")
            manager.transport, manager.ip = "ipc", f"{self.folder}/socket"
        kwargs = await super().pre_launch(**kwargs)
        self._start = {
            "connection_file": str(Path(manager.connection_file).resolve()),
            "folder": self.folder,
            "limits": limits.to_json(),
        }
        return kwargs

    def _limits(self) -> Limits:
        try:
            limits = Limits.from_json(TwoKernels(config=self.config).limits)
        except (ValueError, TypeError, TraitError) as error:
            raise GradingError(f"jupyter_server_config.py: c.TwoKernels.limits: {error}") from error
        return dataclasses.replace(limits, call_seconds=_WEEK, notebook_seconds=_WEEK)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; neither the kernelspec's command nor this environment reaches it."""
        home = dict.fromkeys(("HOME", "IPYTHONDIR", "TMPDIR"), str(self.folder))
        quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # ipykernel loads a debugger, which warns
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            env={"LANG": "C.UTF-8", **quiet, **home},
            start_new_session=True,
        )
        self.pid = self.pgid = self.process.pid
        if self.process.stdin is not None:
            self.process.stdin.write(json.dumps(self._start).encode() + b"\n")
            self.process.stdin.flush()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel: an interrupt it passes on itself, the rest is for its group."""
        if signum == signal.SIGINT and self.process is not None:
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder, unless the kernel starts again."""
        await super().cleanup(restart=restart)
        if self.folder is not None and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
