"""Somebody who follows a page: a clone, a virtual environment of their own, a JupyterLab."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.docs.pages import ROOT

STARTS_WITHIN = 60


def clone(into: Path, *only: str) -> Path:
    """Copy what git would clone: what is tracked here, and what will be; or these parts of it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *only],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def show_packages(venv: Path) -> None:
    """Have a new environment see this one's packages, so that nothing has to be downloaded.

    Where it has a setuptools of its own, as Python 3.11 gives it one, that would hide this one's.

    pip then finds them installed, and so makes no commands of theirs: the ones needed are copied.
    """
    (library,) = venv.glob("lib/python*/site-packages")
    for own in (*library.glob("setuptools*"), *library.glob("*distutils*")):
        shutil.rmtree(own) if own.is_dir() else own.unlink()
    (library / "shared.pth").write_text(f"{Path(np.__file__).parents[1]}\n")
    beside = Path(sys.executable).parent
    for script in (*beside.glob("jupyter*"), *beside.glob("twokernels")):
        _, _, rest = script.read_text("utf-8").partition("\n")
        copy = venv / "bin" / script.name
        copy.write_text(f"#!{venv / 'bin' / 'python'}\n{rest}", "utf-8")
        copy.chmod(0o755)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return what a fresh login has, with a home of its own and this Python as `python3`."""
    ours = ("PYTHON", "VIRTUAL_ENV", "JUPYTER", "IPYTHON", "TWOKERNELS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return kept | {"PATH": path, "HOME": str(home), "PIP_NO_INDEX": "1"} | more


@dataclass(frozen=True)
class Reader:
    """Somebody in a folder, with what a login of theirs has."""

    folder: Path
    env: dict[str, str]

    def type(self, line: str) -> str:
        """Type a line that must go well; return all that it said."""
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=self.env,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


@dataclass(frozen=True)
class Server:
    """A JupyterLab that somebody has started."""

    url: str
    token: str
    runtime: Path

    def ask(self, path: str, data: Any = None) -> bytes:
        """Get a page, or post what is given there."""
        request = urllib.request.Request(
            f"{self.url}/{path}",
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def says(self, kernel: str, code: str) -> str:
        """Start a kernel of that name as a notebook does, run code in it, return what it says."""
        from jupyter_client import BlockingKernelClient

        started = json.loads(self.ask("api/kernels", {"name": kernel}))
        client = BlockingKernelClient(
            connection_file=str(self.runtime / f"kernel-{started['id']}.json")
        )
        client.load_connection_file()
        client.start_channels(hb=False)  # one that starts slowly is not dead
        said: list[str] = []

        def hear(message: Any) -> None:
            content = message["content"]
            said.append(content.get("text", "") + content.get("evalue", ""))

        try:
            client.wait_for_ready(timeout=60)
            client.execute_interactive(code, output_hook=hear, timeout=60)
        finally:
            client.stop_channels()
        return "".join(said)


@contextmanager
def started(line: str, folder: Path, home: Path, env: dict[str, str]) -> Iterator[Server]:
    """Type a line that starts JupyterLab; which port and whether a browser opens is configured."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    config = home / ".jupyter"
    config.mkdir(parents=True, exist_ok=True)
    token = "a-token-of-the-tests"
    settings = {
        "ServerApp": {"port": port, "port_retries": 0, "open_browser": False, "allow_root": True},
        "LabApp": {"open_browser": False},
        "IdentityProvider": {"token": token},
    }
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    runtime = home / "runtime"
    env = env | {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_RUNTIME_DIR": str(runtime)}
    log = home / "jupyterlab.log"
    with log.open("wb") as screen:
        process = subprocess.Popen(
            ["bash", "-c", line], cwd=folder, env=env, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=screen, stderr=subprocess.STDOUT,
        )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", token, runtime)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                server.ask("api/status")
                break
            except (urllib.error.URLError, OSError):
                said = log.read_text("utf-8")
                assert process.poll() is None, f"{line}\n{said}"
                assert time.monotonic() < deadline, f"{line}\n{said}"
                time.sleep(0.2)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
