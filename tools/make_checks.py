"""Make helpers/student/data/ from the questions: what a notebook's check knows, and no more.

It holds the visible cases with their answers and, of every known mistake, a digest of what it shows
on them.  It holds no hidden case, no answer worked out by hand, and no code.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from helpers.judging.messages import LANGUAGES
from helpers.judging.shown import digest
from helpers.judging.values import as_numbers
from helpers.questions import convolution, messages, pooling, two_kernels
from helpers.questions.diagnosis import Candidate
from helpers.questions.formula_question import FormulaQuestion, FormulaTableQuestion
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Misconception, Question
from helpers.questions.value_question import ChoiceQuestion, DictQuestion, EntriesQuestion

ASSIGNMENTS = {"two_kernels": two_kernels, "convolution": convolution, "pooling": pooling}
INTO = Path(__file__).resolve().parent.parent / "helpers" / "student" / "data"


class Mistakes:
    """The mistakes that a file tells of, each once; elsewhere they are numbers."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []

    def number(self, m: Misconception) -> int:
        """Return the number of a mistake."""
        row = {"id": m.id, "hint": m.key} | ({"inner": m.inner} if m.inner else {})
        if row not in self.rows:
            self.rows.append(row)
        return self.rows.index(row)


def checks(assignment: str, language: str = "en") -> dict[str, Any]:
    """Return the data of one assignment's checks, as JSON has it."""
    mistakes = Mistakes()
    by_name: dict[str, list[Question]] = {}
    for question in ASSIGNMENTS[assignment].QUESTIONS:
        by_name.setdefault(question.name, []).append(question)
    questions = {name: _entry(asked, mistakes) for name, asked in by_name.items()}
    hints = sorted({row["hint"] for row in mistakes.rows})
    return {
        "language": language,
        "questions": questions,
        "mistakes": mistakes.rows,
        "hints": {
            speech: {key: list(messages.HINTS[speech][key]) for key in hints}
            for speech in LANGUAGES
        },
    }


def _entry(asked: list[Question], mistakes: Mistakes) -> dict[str, Any]:
    question = asked[0]
    if isinstance(question, FunctionQuestion):
        return {
            "kind": "function",
            "parts": list(question.parts),
            "cases": [
                {"name": case.name, "arguments": [_json(a) for a in case.arguments]}
                for case in question.visible
            ],
            "marks": [_mark(q, mistakes) for q in asked if isinstance(q, FunctionQuestion)],
        }
    if isinstance(question, FormulaQuestion | FormulaTableQuestion):
        table = isinstance(question, FormulaTableQuestion)
        shape = [len(question.expected), len(question.expected[0])] if table else []
        return {"kind": "formula", "letters": list(question.letters), "shape": shape}
    if isinstance(question, ChoiceQuestion):
        return {"kind": "choice", "keys": list(question.accepted)}
    if isinstance(question, DictQuestion):
        return {"kind": "dict", "keys": list(question.expected)}
    entry: dict[str, Any] = {"kind": "value", "known": _values(question, mistakes)}
    if isinstance(question, EntriesQuestion) and question.total is not None:
        entry["total"] = question.total
    return entry


def _values(question: Question, mistakes: Mistakes) -> dict[str, int]:
    """Index the wrong answers to a question by their digest."""
    return {
        digest([as_numbers(m.wrong)]): mistakes.number(m)
        for m in reversed(question.misconceptions)
        if np.isfinite(as_numbers(m.wrong)).all()
    }


def _mark(question: FunctionQuestion, mistakes: Mistakes) -> dict[str, Any]:
    """Return what is known of one part of a function's results on the visible cases."""
    seen = question.in_sight()
    known = seen.differential
    which, parts = question.which, len(question.parts)
    expected = [as_numbers(result[which] if parts else result) for result in seen.expected]

    singles, confused = _told(seen, known.singles, mistakes)
    pairs, _ = _told(seen, known.pairs, mistakes)
    right = digest(expected)
    for kind in singles:
        for key in (*singles[kind], right):
            pairs[kind].pop(key, None)
        # What two mistakes have in common, and what looks right, names neither.
        for key in (*confused[kind], right):
            singles[kind].pop(key, None)
    return {
        "label": question.label,
        "part": question.part,
        "expected": [_json(array) for array in expected],
        "signs": {sign: mistakes.number(m) for sign, m in known.signs.items()},
        "singles": singles,
        "pairs": pairs,
    }


def _told(
    seen: FunctionQuestion, candidates: Iterable[Candidate], mistakes: Mistakes
) -> tuple[dict[str, dict[str, list[int]]], dict[str, set[str]]]:
    """Index candidates by the digest of what they show, and say where different ids share one."""
    found: dict[str, dict[str, list[int]]] = {"whole": {}, "part": {}}
    confused: dict[str, set[str]] = {"whole": set(), "part": set()}
    for candidate in candidates:
        shows = [candidate.shows(k, case, len(seen.parts)) for k, case in enumerate(seen.cases)]
        kind = "whole" if candidate.whole else "part"
        key = digest(_pieces(shows, None if candidate.whole else seen.which))
        rows = [mistakes.number(m) for m in candidate.mistakes]
        first = found[kind].setdefault(key, rows)
        if [mistakes.rows[i]["id"] for i in first] != [mistakes.rows[i]["id"] for i in rows]:
            confused[kind].add(key)
    return found, confused


def _pieces(shows: Sequence[Any], which: int | None) -> list[Any]:
    """List what a mistake shows case by case, in all its parts or in one."""
    return [piece for pieces in shows for piece in (pieces if which is None else [pieces[which]])]


def _json(value: Any) -> Any:
    """Whole numbers are written without a point; an array reads back as floats."""
    if isinstance(value, np.ndarray):
        return {"array": _rows(value)}
    return {"number": str(value)} if isinstance(value, float) and math.isinf(value) else value


def _rows(array: np.ndarray[Any, Any]) -> Any:
    if array.ndim:
        return [_rows(row) for row in array]
    number = float(array)
    return int(number) if number.is_integer() else number


def text(assignment: str, language: str = "en") -> str:
    """Return the file of one assignment."""
    data = checks(assignment, language)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="what checks speak")
    options = parser.parse_args()
    INTO.mkdir(exist_ok=True)
    for assignment in ASSIGNMENTS:
        (INTO / f"{assignment}.json").write_text(
            text(assignment, options.language), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
