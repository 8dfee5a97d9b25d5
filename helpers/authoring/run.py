"""The solution notebook, run from the top: cells that fail, and mistakes that pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import Cell, Notebook
from helpers.grading.errors import GradingError

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from helpers.authoring import rehearsal; rehearsal.main()"
)


@dataclass(frozen=True)
class Run:
    """What came of a notebook's cells, and the numbers of the answers that are values."""

    findings: tuple[Finding, ...]
    failed: frozenset[str]
    """The cells that raised."""
    values: dict[str, tuple[float, ...]]
    whole: bool
    """Whether the notebook came to its end."""


def run(cells: Notebook, folder: Path, seconds: float) -> Run:
    """Run a notebook in its folder, for so long at most.  Raises GradingError where it cannot."""
    code = [cell for cell in cells if cell.kind == "code"]
    job = {
        "cells": [(cell.number, cell.text) for cell in code],
        "values": [cell.grade_id for cell in code if cell.is_answer],
    }
    lines, ended = _lines(json.dumps(job), folder, seconds)
    if not lines:
        raise GradingError(f"{cells[0].notebook}.ipynb cannot be run in this Python")
    by_number = {cell.number: cell for cell in code}
    failed: list[Cell] = []
    findings: list[Finding] = []
    for said in lines:
        if "error" in said:
            cell = by_number[said["cell"]]
            if said["error"]:
                failed.append(cell)
            findings += _said(cell, said)
    whole = "values" in lines[-1]
    if not whole:
        cell = by_number[lines[-1]["cell"]]
        failed.append(cell)
        findings.append(
            cell.finding(
                Kind.CELL_FAILS,
                "with your solution, run from the top, "
                + ("it ends Python" if ended else f"the notebook is not past it in {seconds:g} s"),
                "look for an exit in it" if ended else "look for a loop that does not end",
            )
        )
    values = lines[-1].get("values", {})
    return Run(
        tuple(findings),
        frozenset(cell.name for cell in failed),
        {name: tuple(numbers) for name, numbers in values.items()},
        whole,
    )


def _said(cell: Cell, said: dict[str, Any]) -> Iterator[Finding]:
    if said["error"]:
        yield cell.finding(
            Kind.CELL_FAILS,
            f"with your solution, run from the top, it raises {said['error']}",
            "restart the kernel and run all cells of the source notebook to see it",
        )
    for identifier in dict.fromkeys(said["passing"]):
        yield cell.finding(
            Kind.WRONG_PASSES,
            f"the wrong answer of {identifier} earns all points",
            "add a case on which it is wrong, or correct the misconception's `wrong`",
        )


def _lines(job: str, folder: Path, seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """Return what the notebook's process has said, and whether it came to its end."""
    command = [sys.executable, "-c", _START, json.dumps([str(Path(p).resolve()) for p in sys.path])]
    try:
        done = subprocess.run(
            command,
            input=job.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"},
            timeout=seconds,
            check=False,
        )
        text, ended = done.stdout, True
    except subprocess.TimeoutExpired as slow:
        text, ended = slow.stdout or b"", False
    return [json.loads(line) for line in text.splitlines() if line.endswith(b"}")], ended
