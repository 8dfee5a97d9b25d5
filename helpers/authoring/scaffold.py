"""A new assignment: one question that works, to be changed into one's own."""

from __future__ import annotations

import builtins
import json
import keyword
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from helpers.authoring.answers import answers_file
from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.files import write_whole

Json = dict[str, Any]

EXAMPLE = "moving_average"
_CELL = re.compile(r"^%%%% (\w+) (\S+)(.*)$", re.M)
_TAKEN = {"x", "got", "np", "show", "size", "why_shorter", "imports", "example"}
"""Names that the template uses for something else."""


class NotNew(GradingError):
    """A new assignment cannot be written; the reason says why."""


def scaffold(course: Course, name: str, question: str = EXAMPLE) -> tuple[Path, Path]:
    """Write an assignment and answers to try, and return both paths.

    Raises NotNew for names that nbgrader or Python cannot use, and where there is something
    already, which stays as it is; OSError where they cannot be written.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,59}", name):
        raise NotNew(
            f"{name!r} cannot be an assignment's name: up to 60 letters, digits, _ and -, "
            "beginning with a letter"
        )
    unfit = keyword.iskeyword(question) or hasattr(builtins, question) or question in _TAKEN
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", question) or unfit:
        raise NotNew(
            f"{question!r} cannot be the answer's name: it is to be the name of a Python function, "
            "and no name that Python or the notebook uses already"
        )
    folder, answers = course.source / name, answers_file(course, name)
    for path in (folder, answers):
        if path.exists() or path.is_symlink():
            raise NotNew(f"{path} is there already and stays as it is; choose another name")
    path = folder / f"{name}.ipynb"
    write_whole(path, json.dumps(_notebook(question), indent=1, ensure_ascii=False) + "\n")
    write_whole(answers, _template("answers.txt", question).replace("NAME", name, 1))
    return path, answers


def _template(file: str, question: str) -> str:
    text = (files(__package__) / "template" / file).read_text("utf-8")
    for join in ("_", "-"):  # in code and in cell ids
        text = text.replace(EXAMPLE.replace("_", join), question.replace("_", join))
    return text


def _notebook(question: str) -> Json:
    return {
        "cells": list(_cells(_template("notebook.txt", question))),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(text: str) -> Iterator[Json]:
    heads = list(_CELL.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        kind, cell_id, flags = head.groups()
        cell: Json = {
            "cell_type": kind,
            "id": cell_id,
            "metadata": _marks(flags.split()),
            "source": text[head.end() : end].strip("\n").splitlines(keepends=True),
        }
        yield cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _marks(flags: list[str]) -> Json:
    """Read `grade_id=imports locked` as nbgrader's metadata."""
    if not flags:
        return {}
    values = dict(flag.split("=") for flag in flags if "=" in flag)
    marks: Json = {flag: flag in flags for flag in ("grade", "solution", "locked")}
    marks |= {"grade_id": values["grade_id"], "schema_version": 3, "task": False}
    if "points" in values:
        marks["points"] = int(values["points"])
    return {"nbgrader": marks}
