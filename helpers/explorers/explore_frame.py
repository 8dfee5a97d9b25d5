"""Everything the explorer of a reader's own code shows: what js/explore_frame.js says.

Here for the static picture, which must be in a notebook that ran without a browser.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers import reference
from helpers.explorers.explore_state import OPERATIONS, State, clamped, given
from helpers.explorers.texts import Say, speaker
from helpers.reference.arguments import Matrix
from helpers.student.style import largest, number

TOLERANCE = 1e-4  # of the largest magnitude: what grading accepts


def frame(state: State) -> dict[str, Any]:
    """Return what the explorer shows in this state."""
    s = clamped(state)
    say = speaker(s["language"], "explore")
    operation, answer, values = OPERATIONS[s["operation"]], s["answer"], given(s)
    names, results = operation["arguments"], operation["results"]
    arrays = [np.array(v, dtype=float) if isinstance(v, list) else v for v in values]
    defined = getattr(reference, s["operation"])(*arrays)
    right: tuple[Matrix, ...] = defined if len(results) > 1 else (defined,)
    fresh = answer.get("arguments") == values
    at = _lit(s, results, right)
    told: dict[str, Any] = {"head": "", "sum": "", "numpy": []}
    grids = [
        _grid(name, name, _size(say, value), value, largest(value), 0, editable=True)
        for name, value in zip(names, arrays, strict=True)
        if isinstance(value, np.ndarray)
    ]
    for one in grids[:-1]:
        one["sign"] = ","  # as between the arguments of a call
    wrong, misfit = 0, ""
    for n, (name, expected) in enumerate(zip(results, right, strict=True)):
        found = answer.get("results")
        mine = None if not found else np.array([[float(v) for v in row] for row in found[n]])
        fits = mine is not None and mine.shape == expected.shape
        scale = largest(expected)
        shown = np.zeros_like(expected) if mine is None else mine
        with np.errstate(invalid="ignore"):
            compared = fresh and fits
            differs = ~(np.abs(shown - expected) <= TOLERANCE * scale) if compared else None
        size = say("note_none") if mine is None else _size(say, mine)
        title = say("title_mine", name=name)
        yours = _grid(f"my_{name}", title, size, shown, scale, 1 + n)
        title = say("title_right", name=name)
        theirs = _grid(f"right_{name}", title, _size(say, expected), expected, scale, 1 + n)
        count = 0 if differs is None else int(differs.sum())
        yours["sign"] = " " if differs is None else "≠" if count else "="
        for i, j in np.ndindex(shown.shape):
            here = at is not None and at[1:] == (n, i, j)
            marks = ["later"] if mine is None else []
            if differs is not None and differs[i, j]:
                marks.append("wrong")
            if here and fits:
                marks.append("focus")
            yours["marks"][i][j] = " ".join(marks)
        wrong += count
        if fresh and mine is not None and not fits and not misfit:
            sizes = {"got": _size(say, mine), "expected": _size(say, expected)}
            misfit = say("misfit", name=name, **sizes)
        if at is not None and at[1] == n:
            i, j = at[2:]
            theirs["marks"][i][j] = "focus"
            words = {"cell": f"{name}[{i}, {j}]", "expected": number(expected[i, j])}
            if differs is None:
                told["head"] = say("told_only", **words)
            else:
                key = "told_wrong" if differs[i, j] else "told_right"
                told["head"] = say(key, **words, got=number(shown[i, j]))
        grids += [yours, theirs]
    verdict: dict[str, Any] = {"kind": "waiting", "text": say("waiting"), "lines": []}
    if fresh:
        verdict = _judge(answer, say, wrong, sum(one.size for one in right), misfit)
    words_of_call = [
        name if isinstance(value, list) else f"{name}={value}"
        for name, value in zip(names, values, strict=True)
    ]
    return {
        "grids": grids,
        "told": told,
        "verdict": verdict,
        "printed": answer.get("printed", "") if fresh else "",
        "signs": [one["sign"] for one in grids],
        "caption": [line for line in (verdict["text"], *verdict["lines"], told["head"]) if line],
        "call": f"{s['function']}({', '.join(words_of_call)})",
        "hint": say("hint"),
        "at": "",
        "pinned": at is not None and s["pin"] == at[0],
        "lit": False,
    }


def _size(say: Say, matrix: Matrix) -> str:
    return say("note", rows=matrix.shape[0], columns=matrix.shape[1])


def _judge(answer: dict[str, Any], say: Say, wrong: int, count: int, misfit: str) -> dict[str, Any]:
    kind = "bad"
    lines: list[str] = []
    if answer["kind"] != "done":
        text = say(f"kind_{answer['kind']}", text=answer["text"])
        lines = [answer["line"]] if answer.get("line") else []
    elif misfit:
        text = misfit
    elif wrong:
        text = say("kind_wrong", count=wrong, all=count)
    else:
        kind, text = "good", say("kind_right", all=count)
    return {"kind": kind, "text": text, "lines": lines}


def _grid(
    name: str, title: str, note: str, values: Matrix, scale: float, row: int, editable: bool = False
) -> dict[str, Any]:
    return {
        "id": name, "title": title, "note": note, "values": values.tolist(), "scale": scale,
        "row": row, "editable": editable, "first": 0, "sign": "",
        "marks": [[""] * values.shape[1] for _ in range(values.shape[0])],
    }  # fmt: skip


def _lit(
    s: State, results: list[str], right: tuple[Matrix, ...]
) -> tuple[str, int, int, int] | None:
    """Return the name, the result's index and the cell that is lit."""
    for name in (s["pin"], s.get("look", "")):
        grid, *index = (name or "").split(" ")
        side, _, result = grid.partition("_")
        if side in ("my", "right") and result in results and len(index) == 2:
            part, i, j = results.index(result), int(index[0]), int(index[1])
            rows, columns = right[part].shape
            if 0 <= i < rows and 0 <= j < columns:
                return name, part, i, j
    return None
