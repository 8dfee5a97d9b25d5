"""The command in this process, quick, and in one of its own, as a shell starts it."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpers.cli import main
from helpers.grading import local_workers, stopping, worker
from helpers.grading.pool import ExecutorWorkers
from helpers.grading.warm import Zygote
from tests.grading.courses import small_course


@dataclass(frozen=True)
class Done:
    """What a run of the command left."""

    status: int
    out: str
    err: str
    result: dict[str, Any] | None

    @property
    def said(self) -> list[str]:
        """The lines on the screen."""
        return [line for line in (self.out + self.err).splitlines() if line]

    @property
    def students(self) -> dict[str, Any]:
        """The students of the result file."""
        assert self.result is not None
        students: dict[str, Any] = self.result["students"]
        return students


Command = Callable[..., Done]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course directory of a test's own, and stand in it."""
    course = small_course(tmp_path)
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ctrl-C as in a new process, and afterwards as it was."""
    monkeypatch.setattr(stopping._Pressed, "at", -stopping.AGAIN_SECONDS)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def grader() -> Iterator[ThreadPoolExecutor]:
    """A thread that grades for `command`.  It silences this process while it runs a test cell."""
    with ThreadPoolExecutor(1) as grader:
        yield grader


@pytest.fixture
def command(
    ctrl_c: None,
    grader: ThreadPoolExecutor,
    tmp_path: Path,
    zygote: Zygote,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run `twokernels` in this process, with a thread for its workers."""
    monkeypatch.setattr(
        local_workers, "LocalWorkers", lambda count: ExecutorWorkers(grader, count, worker.grade)
    )
    monkeypatch.setattr(worker, "_zygote", zygote)

    def command(*arguments: str) -> Done:
        file = tmp_path / "result.json"
        file.unlink(missing_ok=True)
        more = ["--json", str(file)] if arguments[:1] == ("grade",) else []
        try:
            status = main([*arguments, *more])
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        result = json.loads(file.read_text("utf-8")) if file.exists() else None
        return Done(status, said.out, said.err, result)

    return command
