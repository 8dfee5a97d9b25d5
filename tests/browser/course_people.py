"""JupyterLabs of people who are users of their own: one a student's, one an instructor's."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.browser.lab import SETTINGS, Lab
from tests.exchange.people import Person

TOKEN = "of-this-machine-only"
SERVER, PLUGIN = "nbgrader.server_extensions", "@jupyter/nbgrader"
OFF = {
    "student": ("formgrader", "create-assignment", "course-list"),
    "instructor": ("assignment-list", "validate-assignment", "course-list"),
}
"""What an administrator switches off for whom; nbgrader's documentation says how."""


@dataclass(frozen=True)
class Running(Lab):
    """Somebody's JupyterLab, and what its server has said so far."""

    said: list[str]


@contextmanager
def served(person: Person, role: str) -> Iterator[Running]:
    """Start JupyterLab as a person, in the home, with nbgrader for a `role`; and end it."""
    _configure(person, OFF[role])
    process = subprocess.Popen(
        [*person.enter, sys.executable, "-m", "jupyterlab", "--no-browser"],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/lab\?token", line):
            break
    else:
        raise RuntimeError(f"{person.name}'s JupyterLab ended by itself:\n{''.join(said)}")
    reader = threading.Thread(target=said.extend, args=(process.stderr,))
    reader.start()
    lab = Running(f"http://127.0.0.1:{found[1]}", TOKEN, person.home, said)
    try:
        yield lab
    finally:
        request = urllib.request.Request(lab.page_address("api/shutdown"), method="POST")
        urllib.request.urlopen(request, timeout=20).close()
        process.wait(60)
        reader.join()
        process.stderr.close()


def put(person: Person, files: Mapping[str, str]) -> None:
    """Write files below a person's home, as theirs."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(text.encode()), int(time.time())
            tar.addfile(entry, io.BytesIO(text.encode()))
    person.do("tar", "--no-same-owner", "-xf", "-", given=packed.getvalue())


def _configure(person: Person, off: tuple[str, ...]) -> None:
    server: dict[str, Any] = {
        "IdentityProvider": {"token": TOKEN},
        "LabApp": {"expose_app_in_browser": True},
        "ServerApp": {
            "root_dir": str(person.home),
            "port": 0,
            "jpserver_extensions": {f"{SERVER}.{name.replace('-', '_')}": False for name in off},
        },
    }
    page = {"disabledExtensions": {f"{PLUGIN}:{name}": True for name in off}}
    files = {
        ".jupyter/jupyter_server_config.json": server,
        ".jupyter/labconfig/page_config.json": page,
    }
    for plugin, values in SETTINGS.items():
        files[f".jupyter/lab/user-settings/{plugin}.jupyterlab-settings"] = values
    put(person, {name: json.dumps(content) for name, content in files.items()})
