"""What a hostile submission is: what is handed in, what it may earn, and how it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ASSIGNMENT = "two_kernels"

Json = dict[str, Any]
Write = Callable[[Path], None]
"""Writes a submission's folder; relative links lead from there into the course."""

ATTEMPT = '''
import ctypes, gc, importlib, io, os, signal, socket, struct, subprocess, sys
import threading, time, types
import numpy as np


def attempt(what, do):
    """Say whether something that must not work did."""
    try:
        got = do()
    except BaseException as error:
        print(f"stopped: {what}: {type(error).__name__}: {error}"[:300])
    else:
        print(f"ESCAPED: {what}: {got!r}"[:300])


def must(result):
    """Turn the -1 of a system call into its error."""
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def call(number, *arguments):
    """Make a system call by its number on x86_64."""
    if os.uname().machine != "x86_64":
        raise OSError("on this machine it has another number")
    return libc.syscall(number, *arguments)


libc = ctypes.CDLL(None, use_errno=True)
'''
"""The tools of the attacks, put before them in the notebook."""

RIGHT_RESULT1 = "result1 = [[0.0, 1, 1], [-1, 0, 1], [-1, -1, 0]]"
RIGHT_CORR2D = """
def corr2d(X, K):
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    return np.array(
        [[(X[i:i+h, j:j+w] * K).sum() for j in range(columns)] for i in range(rows)]
    )
"""
ZEROS = """
def corr2d(X, K):
    return np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
"""


def cell(source: str, grade_id: str | None = None, kind: str = "code", **more: Any) -> Json:
    """Make one cell of a notebook, as the answer `grade_id` where that is given."""
    made: Json = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if grade_id:
        made["metadata"]["nbgrader"] = {
            "grade_id": grade_id,
            "grade": False,
            "solution": True,
            "locked": False,
            "schema_version": 3,
        }
    return made | more


def notebook(*cells: Json | str, **more: Any) -> bytes:
    """Make a notebook file of cells, or of their text."""
    made = [part if isinstance(part, dict) else cell(part) for part in cells]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"nbformat": 4, "nbformat_minor": 4, "metadata": spec, "cells": made}
    return json.dumps(whole | more).encode()


def as_write(content: bytes) -> Write:
    """Write a folder with one notebook in it."""
    return lambda folder: write(folder / f"{ASSIGNMENT}.ipynb", content)


def write(path: Path, content: bytes | str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    name: str
    row: str
    """The class of attacks that it is one of."""
    write: Write
    earned: Mapping[str, float] = field(default_factory=dict)
    """The points it has deserved, by question; on all others it must get 0."""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """What the verdict on some questions must be."""
    reason: str | None = None
    """Words of the reason why it cannot be graded, where it cannot be."""
    tries: frozenset[str] = frozenset()
    """What it tries with `attempt`; each must be reported as stopped."""

    @property
    def student(self) -> str:
        """The student id it is handed in under."""
        return f"h_{self.name}"


class Row:
    """Collects the attacks of one class."""

    def __init__(self, row: str) -> None:
        self.row = row
        self.attacks: list[Attack] = []

    def add(self, name: str, *cells: Json | str, **expected: Any) -> None:
        """Add a submission of these cells, behind the tools where they are used."""
        made = [part if isinstance(part, dict) else cell(part) for part in cells]
        text = "\n".join(str(part["source"]) for part in made)
        tools = ATTEMPT if "attempt(" in text else "import numpy as np"
        tries = frozenset(re.findall(r'\battempt\("([^"]+)"', text))
        write = as_write(notebook(tools, *made))
        self.attacks.append(Attack(name, self.row, write, tries=tries, **expected))

    def folder(self, name: str, write: Write, **expected: Any) -> None:
        """Add a submission that writes its folder itself."""
        self.attacks.append(Attack(name, self.row, write, **expected))
