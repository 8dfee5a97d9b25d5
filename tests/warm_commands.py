"""`twokernels` and `nbgrader` as forks of a process that has imported both.

A new Python takes two seconds of CPU to import them, at some hundred places.  The tests of starting
and of signals, in tests/cli and tests/scale, start the real commands; others put `folder()` first
on their PATH.  What is there has the real name, takes the place of the command for its shell
(streams, folder, environment, exit status), and is ended together with it.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("demo", "nbgrader", "twokernels", "warm-python")
"""`demo` is `python -m examples.demo`; `warm-python` takes a `-c`, and hides no real `python`."""
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS")}

COMMAND = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    request = [sys.argv, os.getcwd(), dict(os.environ)]
    content = json.dumps(request).encode()
    socket.send_fds(server, [len(content).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(content)
    status = int(server.recv(10) or 1)
if status < 0:
    os.kill(os.getpid(), -status)
sys.exit(status)
"""


@functools.cache
def folder() -> Path:
    """Return the folder with the commands; the process behind them lives as long as this one."""
    made = Path(tempfile.mkdtemp(prefix="warm-"))
    address = str(made / "socket")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONWARNINGS"}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.warm_server", address],
        cwd=ROOT, env=environment | ONE_THREAD | {"MPLBACKEND": "Agg"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    for name in NAMES:
        command = made / name
        command.write_text(COMMAND.format(python=sys.executable, address=address))
        command.chmod(0o755)

    def close() -> None:
        server.communicate()  # closes its input, which ends it
        shutil.rmtree(made, ignore_errors=True)

    atexit.register(close)
    return made


def path() -> str:
    """Return a PATH on which these commands come first, and this environment's after them."""
    beside = str(Path(sys.executable).parent)
    return os.pathsep.join((str(folder()), beside, os.environ.get("PATH", "")))
