"""`twokernels doctor` tells what is enforced, and never that all is well where it is not."""

from __future__ import annotations

import pytest

from helpers.grading import probe
from helpers.grading.errors import NoSandbox
from helpers.grading.probe import Attempt
from tests.cli.conftest import Command


def test_here_everything_is_enforced(command: Command) -> None:
    done = command("doctor")
    assert done.status == 0
    assert done.out.count("✓ is stopped") == 13
    assert "✗" not in done.out
    for part in ("read a file of yours", "open a Unix socket", "use more memory", "Linux"):
        assert part in done.out


def test_something_that_succeeds_is_status_2(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = [Attempt("look", True, "no"), Attempt("leap", False, "no error")]
    monkeypatch.setattr(probe, "probe", lambda: attempts)
    done = command("doctor")
    assert done.status == 2
    assert "✗ succeeds" in done.out


def test_without_a_sandbox_it_says_what_is_missing(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise NoSandbox("user namespaces are not available here")

    monkeypatch.setattr(probe, "probe", refuse)
    done = command("doctor")
    assert done.status == 2
    assert "user namespaces are not available here" in done.said[-1]
    assert "docs/security.md says how to enable them" in done.said[-1]
