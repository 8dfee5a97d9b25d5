"""The author's own right and wrong answers: `answers/<assignment>.py`, beside source/.

It lies outside source/, so that no release can hold it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from helpers.grading.course import Course
from helpers.grading.errors import NoCourse

_HEAD = re.compile(r"^# %%(.*)$", re.M)
_SAID = re.compile(r"\s*(\w+) (right|wrong): *(\S.*)")


@dataclass(frozen=True)
class Answer:
    """An answer to try: for which answer cell, whether it is right, what it does, its code."""

    name: str
    right: bool
    title: str
    code: str


def answers_file(course: Course, assignment: str) -> Path:
    """Return where an assignment's answers to try are, if there are any."""
    return course.root / "answers" / f"{assignment}.py"


def read_answers(path: Path, names: Collection[str]) -> list[Answer]:
    """Read the answers to try for the answer cells of these names.  Raises NoCourse."""
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoCourse(f"{path} cannot be read: {error}") from error
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        _answer(path, text.count("\n", 0, head.start()) + 1, head[1], text[head.end() : end], names)
        for head, end in zip(heads, ends, strict=True)
    ]


def _answer(path: Path, line: int, head: str, code: str, names: Collection[str]) -> Answer:
    said = _SAID.fullmatch(head)
    if said is None:
        raise NoCourse(
            f"{path}, line {line}: `# %%{head}` is not understood; write `# %% NAME right: what it "
            "does` or `# %% NAME wrong: what it does`"
        )
    name, which, title = said.groups()
    if name not in names:
        raise NoCourse(
            f"{path}, line {line}: there is no answer cell {name} (there: {', '.join(names)})"
        )
    return Answer(name, which == "right", title.strip(), code.strip())
