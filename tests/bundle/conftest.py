"""A bundle made by the command, unpacked far from the repository, and installed as students do."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import warm_commands
from tests.docs.pages import indented, page
from tests.docs.people import environment, show_packages

ROOT = Path(__file__).resolve().parents[2]
MAKE_VENV, INSTALL, OPEN = (
    line for line in indented(page("students")) if line.startswith(("python3 ", ".venv/bin/"))
)
"""What a student on macOS or Linux types."""
ASSIGNMENTS = ("two_kernels", "convolution", "pooling")


def bundle(course: Path, output: Path, *assignments: str, **environment: str) -> bytes:
    """Run `twokernels bundle` as a shell does, and return the zip."""
    where = ("--course", str(course), "--output", str(output))
    done = subprocess.run(
        [warm_commands.folder() / "twokernels", "bundle", *assignments, *where],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "", **environment},
        cwd=output.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return output.read_bytes()


def texts(content: bytes) -> dict[str, str]:
    """Return every file in a zip as text, those in the wheel too; of a notebook all its texts."""
    found = {}
    for path, file in members(content):
        text = file.decode("utf-8")
        if path.endswith((".ipynb", ".json")):
            text += "\n".join(strings(json.loads(text)))
        found[path] = text
    return found


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".whl", ".zip")):
                yield from members(archive.read(name))
            else:
                yield name, archive.read(name)


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list) and all(isinstance(line, str) for line in data):
        yield "".join(data)
    else:
        for value in data.values() if isinstance(data, dict) else data:
            if isinstance(value, str | dict | list):
                yield from strings(value)


@dataclass(frozen=True)
class Student:
    """A student's folder: the zip unpacked, and in it a Python with the wheel installed."""

    folder: Path

    @property
    def wheel(self) -> Path:
        return next(self.folder.glob("*.whl"))

    def run(self, script: str, *arguments: str) -> str:
        """Run a script with the student's Python, and return what it prints."""
        return self._run(str(self.folder / ".venv/bin/python"), "-c", script, *arguments)

    def type(self, line: str) -> str:
        """Type a line of the page."""
        return self._run("bash", "-c", line)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=environment(self.folder.parent),
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def zip_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """All assignments of this course in one bundle."""
    return bundle(ROOT, tmp_path_factory.mktemp("zip") / "all.zip", *ASSIGNMENTS)


@pytest.fixture(scope="session")
def zip_texts(zip_bytes: bytes) -> Mapping[str, str]:
    return texts(zip_bytes)


@pytest.fixture(scope="session")
def student(zip_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Student:
    """Unpack the zip and install it by the lines of its README, which docs/students.md shows.

    Nothing is downloaded: the packages that requirements.txt pins are those of this environment,
    which the student's Python is shown; `helpers` is not among them where it is installed editable,
    and comes after the student's own where it is not.
    """
    parent = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(io.BytesIO(zip_bytes)) as archive:
        archive.extractall(parent)
    (folder,) = parent.iterdir()
    student = Student(folder)
    student.type(MAKE_VENV)
    show_packages(folder / ".venv")
    student.type(INSTALL)
    return student


@pytest.fixture
def copied_course(tmp_path: Path) -> Path:
    """This course in another folder, its files written in another order, just now."""
    course = tmp_path / "course"
    course.mkdir()
    for name in sorted(ASSIGNMENTS, reverse=True):
        for part in ("source", "release"):
            shutil.copytree(ROOT / part / name, course / part / name, copy_function=shutil.copy)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    return course
