"""The kernel that JupyterLab talks to.  It runs no code: a confined process of its own does.

What comes from that process is the student's to choose.  It is read by `helpers.grading.student`
and rebuilt by `helpers.grading.outputs`, as in grading: text, errors and pictures, no HTML.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import shutil
import signal
import sys
import threading
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from traitlets import Any as AnyTrait

from helpers.grading.errors import NoSandbox
from helpers.grading.outputs import clean
from helpers.grading.student import Ended, Stopped, StudentProcess
from helpers.grading.warm import WarmPython
from helpers.kernel.limits import Limits

Json = dict[str, Any]


class ConfinedKernel(Kernel):
    """Runs cells in a student's process, one at a time."""

    implementation = "two-kernels"
    implementation_version = "1"
    banner = "Cells run confined, as a submission does while it is graded."
    language_info: dict[str, object] = {  # noqa: RUF012  # as the base class declares it
        "name": "python",
        "version": platform.python_version(),
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "codemirror_mode": {"name": "ipython", "version": 3},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
    }
    _student: StudentProcess | None = None

    def pre_handler_hook(self) -> None:
        """Pass interrupts on; none is raised here, where a message may be half read."""
        self.saved_sigint_handler = signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, *_: Any) -> None:
        if self._student is not None:
            self._student.interrupt()

    async def do_execute(self, code: str, silent: bool, *_: Any, **__: Any) -> Json:
        """Run a cell and show its outputs; a process that has ended is replaced by a new one."""
        outputs = self._run(code)
        for output in () if silent else outputs:
            kind = output.pop("output_type")
            self.send_response(self.iopub_socket, kind, output)  # type: ignore[no-untyped-call]
        for failed in outputs:
            if "ename" in failed:
                return {"status": "error", "execution_count": self.execution_count, **failed}
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": {},
        }

    def _run(self, code: str) -> list[Json]:
        limits: Limits = self.parent.limits
        try:
            if self._student is None:
                self._student = self.parent.warm.fork(limits)
            reply = self._student.request({"do": "cell", "source": code})
        except (Stopped, Ended) as end:
            self.end_student()
            why = f"the notebook's process is gone: {end}. The next cell starts in a new one"
            return [_error("ProcessEnded", f"{why}, which knows no name of the cells before")]
        except NoSandbox as reason:
            return [_error("NoSandbox", str(reason))]
        return clean(reply.get("outputs"), limits.output_characters)

    def end_student(self) -> None:
        """End the student's process, if there is one, and wait until nothing of it is left."""
        student, self._student = self._student, None
        if student is not None:
            student.close()

    async def do_shutdown(self, restart: bool) -> Json:
        """End both processes behind this one; a cell that is still running ends with them."""
        self.end_student()
        self.parent.warm.close()
        return {"status": "ok", "restart": restart}

    async def do_debug_request(self, msg: Json) -> Json:
        """Have no debugger; JupyterLab asks where a kernelspec promises one, as Python 3's does."""
        answers = {"request_seq": msg.get("seq"), "command": msg.get("command")}
        return {"type": "response", "success": False, "body": {"isStarted": False}, **answers}


def _error(name: str, text: str) -> Json:
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        "traceback": [f"{name}: {text}."],
    }


class ConfinedKernelApp(IPKernelApp):
    """ipykernel's sockets, threads and messages, around a kernel that runs nothing itself."""

    limits = AnyTrait()
    warm = AnyTrait()

    def init_control(self, context: Any) -> None:
        """Do without the thread for subshells: the student's process is asked one thing a time."""
        super().init_control(context)  # type: ignore[no-untyped-call]  # partly annotated
        self.shell_channel_thread = None


def _end_with_server(folder: str) -> None:
    """Wait for the end of standard input; then the server is gone, and so is everything here."""
    while os.read(0, 100):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Serve one kernel as standard input's first line says, until told or standard input ends."""
    line = sys.stdin.buffer.readline()
    if not line:
        sys.exit(
            "twokernels: this kernel was started without its provisioner; use JupyterLab or "
            "another program that starts kernels with jupyter_client 7 or newer"
        )
    start = json.loads(line)
    threading.Thread(target=_end_with_server, args=[start["folder"]], daemon=True).start()
    warm = WarmPython()
    app = ConfinedKernelApp.instance(
        kernel_class=ConfinedKernel,
        connection_file=start["connection_file"],
        parent_handle=1,  # no polling for the parent: standard input tells of its end
        outstream_class=None,  # nothing is printed here but to the server's log
        log_level=logging.ERROR,  # JupyterLab offers comms again and again; none is taken
        limits=Limits.from_json(start["limits"]),
        warm=warm,
    )
    app.initialize([])
    try:
        app.start()
    finally:
        warm.close()


if __name__ == "__main__":
    main()
