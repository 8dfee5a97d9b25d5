"""What the doctor tries is stopped, and a machine without a sandbox is known before grading."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from helpers.grading import probe
from helpers.grading.errors import NoSandbox


def test_everything_that_is_tried_is_stopped() -> None:
    attempts = probe.probe()
    assert len(attempts) == len(probe._ATTEMPTS)
    assert [attempt for attempt in attempts if not attempt.stopped] == []
    for attempt in attempts:
        assert attempt.how, "how it was stopped is told"


def test_a_thing_that_succeeds_is_not_called_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_ATTEMPTS", {"count": "1 + 1", "print": "print(1)"})
    assert [attempt.stopped for attempt in probe.probe()] == [False, False]


def test_here_a_process_can_be_confined() -> None:
    probe.require_sandbox()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print('OSError: no unshare')", "OSError: no unshare"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "status 3"),
        ("import os; os.kill(os.getpid(), 9)", "status -9"),
        ("import os; os.write(1, b'\\xff')", "�"),
    ],
)
def test_whatever_goes_wrong_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, code: str, why: str
) -> None:
    monkeypatch.setattr(probe, "_CONFINE", code)
    with pytest.raises(NoSandbox, match=why) as refused:
        probe.require_sandbox()
    assert "docs/security.md says how to enable them" in str(refused.value)


def test_a_check_that_hangs_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: Any, **more: Any) -> None:
        raise subprocess.TimeoutExpired("python", more["timeout"])

    monkeypatch.setattr(subprocess, "run", hangs)
    with pytest.raises(NoSandbox, match="timed out"):
        probe.require_sandbox()


def test_the_refusal_is_one_sentence_after_another() -> None:
    for why in ("it is not there", "it is not there."):
        assert str(NoSandbox(why)).startswith(
            "submissions cannot be confined here: it is not there. It takes Linux"
        )
    assert "for no known reason" in str(NoSandbox())
