"""Stock nbgrader gives honest students the same scores from the same source notebooks."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from examples.build import build_class, choose, load_class
from tests.grading.courses import ROOT
from tests.nbgrader_plugins.conftest import drive

PAIRS = {
    "two_kernels": "perfect_loops",
    "convolution": "perfect_vectorised",
    "pooling": "half_done",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Grade the same submissions in a course of ours and in one that never heard of us."""
    ours = tmp_path_factory.mktemp("parity") / "ours"
    config = (ROOT / "nbgrader_config.py").read_text("utf-8")
    shutil.copytree(ROOT / "source", ours / "source")
    (ours / "nbgrader_config.py").write_text(config)
    drive(ours, *(f"generate:{assignment}" for assignment in PAIRS))
    for assignment, student in PAIRS.items():
        build_class(ours, [assignment], choose(load_class(), [student]))
    stock = ours.with_name("stock")
    shutil.copytree(ours, stock)
    plain = [line for line in config.splitlines() if "two_kernels(c" not in line]
    plain = [line for line in plain if "helpers" not in line and "TwoKernels" not in line]
    (stock / "nbgrader_config.py").write_text("\n".join(plain))

    def grade(course: Path) -> list[dict[str, Any]]:
        steps = [f"autograde:{a}:{s}" for a, s in PAIRS.items()]
        *done, a, b, c = drive(course, *steps, *(f"scores:{a}" for a in PAIRS))
        assert all(reply["success"] for reply in done), done
        return [a, b, c]

    with ThreadPoolExecutor(2) as both:
        return dict(zip(("ours", "stock"), both.map(grade, (ours, stock)), strict=True))


def test_the_scores_are_the_same_cell_by_cell(both: dict[str, list[dict[str, Any]]]) -> None:
    assert both["ours"] == both["stock"]


def test_the_students_are_who_they_say(both: dict[str, list[dict[str, Any]]]) -> None:
    """Two have every point there is, and one has some: equal zeros would prove nothing."""
    totals = [
        sum(score or 0 for score, _ in cells.values())
        for scores in both["ours"]
        for cells in scores.values()
    ]
    assert totals[:2] == [37, 28]
    assert 0 < totals[2] < 32
