"""Have a confined process try what it must not be able to do, and report what happened."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpers.grading.errors import NoSandbox
from helpers.grading.student import Ended, Stopped, StudentProcess
from helpers.grading.warm import START_SECONDS, WarmPython
from helpers.kernel.limits import Limits

_ATTEMPTS = {
    "read a file of yours": "open('/etc/passwd').read()",
    "list your files": "os.listdir({home!r})",
    "read this project's reference": "open({reference!r}).read()",
    "write outside its folder": "open('/tmp/two-kernels-probe', 'w')",
    "see other processes": "os.listdir('/proc')",
    "open a network socket": "socket.socket(socket.AF_INET)",
    "open a Unix socket": "socket.socket(socket.AF_UNIX)",
    "start a process": "os.fork()",
    "run a program": "os.execv('/bin/sh', ['sh', '-c', 'true'])",
    "signal its parent": "os.kill(os.getppid() or 2, 9)",
    "use more memory than it may": "bytearray(1 << 40)",
    "use more disk than it may": "open('big', 'wb').write(bytes({disk} + (1 << 20)))",
    "import a package of yours": "importlib.import_module('nbgrader')",
}


_CONFINE = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r}); "
    "from helpers.kernel import confine; confine.attempt(sys.argv[1])"
)


def require_sandbox() -> None:
    """Raise NoSandbox where a process cannot be confined; quick, and nothing is changed."""
    with tempfile.TemporaryDirectory(prefix="notebook-") as scratch:
        try:
            tried = subprocess.run(
                [sys.executable, "-I", "-c", _CONFINE, scratch],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=START_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoSandbox(str(error)) from error
    said = (tried.stdout + tried.stderr).strip().splitlines()
    if said or tried.returncode:
        raise NoSandbox(said[-1] if said else f"status {tried.returncode}")


@dataclass(frozen=True)
class Attempt:
    """One thing tried: whether it was stopped, and how."""

    name: str
    stopped: bool
    how: str


def probe() -> list[Attempt]:
    """Try everything once.  Raises NoSandbox where there is no confined process to try it in."""
    limits = Limits(call_seconds=10.0)
    values = {
        "home": os.path.expanduser("~"),
        "reference": os.path.join(
            os.path.dirname(os.path.dirname(__file__)), "reference", "corr2d.py"
        ),
        "disk": limits.disk_bytes,
    }
    zygote = WarmPython()
    try:
        student = zygote.fork(limits)
        try:
            student.request({"do": "cell", "source": "import importlib, os, socket"})
            return [_try(student, name, code.format(**values)) for name, code in _ATTEMPTS.items()]
        finally:
            student.close()
    finally:
        zygote.close()


def _try(student: StudentProcess, name: str, code: str) -> Attempt:
    try:
        reply = student.request({"do": "cell", "source": f"_ = {code}"})
    except (Stopped, Ended) as end:
        return Attempt(name, True, str(end))
    outputs = reply.get("outputs", [])
    errors = [output for output in outputs if output.get("output_type") == "error"]
    if not errors:
        return Attempt(name, False, "no error")
    return Attempt(name, True, f"{errors[0]['ename']}: {errors[0]['evalue']}"[:80])
