"""Everything the two-kernels explorer shows, as plain data: what js/two_kernels_frame.js says."""

from __future__ import annotations

import re
from typing import Any

from helpers.explorers.sums import total
from helpers.explorers.texts import Say, speaker
from helpers.explorers.two_kernels_chain import MOST_STEPS, PARAMETERS, chain, way_to
from helpers.explorers.two_kernels_light import Lit, Marks, Numbers, light
from helpers.explorers.two_kernels_state import State, clamped, matrices, walk
from helpers.explorers.two_kernels_told import precise, tell, terms
from helpers.student.style import largest

VALUES = ("X", "K1", "result1", "K2", "result2", "reference")
GRADIENTS = ("dX", "dK1", "dresult1", "dK2", "dresult2")
EDITABLE = ("X", "K1", "K2", "reference")
SIGNS = ("⋆", "=", "⋆", "=", "−", "", "", "←", "", "←", "←")  # after each grid
FORMULA = "Σ (result2 − reference)²"


def frame(state: State) -> dict[str, Any]:
    """Return what the explorer shows in this state."""
    s = clamped(state)
    say = speaker(s["language"], "two_kernels")
    numbers, loss = chain(matrices(s))
    playing = _reached(s, numbers) if s["step"] else None
    at = _pinned(s, numbers) or playing
    shown = dict(numbers)
    marks: Marks = {
        name: [[[] for _ in row] for row in numbers[name]] for name in (*VALUES, *GRADIENTS)
    }
    if at is not None:
        light(numbers, marks, at)
    if playing is not None:
        _hide_later(s, numbers, shown, marks, playing)
    told = tell(numbers, say, at) if at is not None else {"head": "", "sum": "", "numpy": []}
    plot = _descent(s, say, numbers)
    # The loss is known when result2 is complete.
    hidden = playing is not None and playing.grid in ("result1", "result2")
    value = "" if hidden else precise(loss)
    caption = ["" if hidden else f"{say('loss')} = {FORMULA} = {value}", *plot["said"]]
    caption += [told["head"], told["sum"], *told["numpy"]]
    return {
        "grids": [_grid(name, numbers, shown, marks) for name in (*VALUES, *GRADIENTS)],
        "signs": list(SIGNS),
        "loss": {"title": say("loss"), "value": value, "note": FORMULA},
        "plot": plot,
        "told": told,
        "caption": [line for line in caption if line],
        "hint": say("hint"),
        "at": ""
        if playing is None
        else say("at", grid=playing.grid, entry=playing.entry, all=playing.entries),
        "pinned": at is not None and s["pin"] == f"{at.grid} {at.i} {at.j}",
        "lit": at is not None,
    }


def _grid(name: str, numbers: Numbers, shown: Numbers, marks: Marks) -> dict[str, Any]:
    rows, columns = numbers[name].shape
    gradient = name in GRADIENTS
    return {
        "id": name,
        "title": name,
        "note": f"∂L/∂{name[1:]}" if gradient else f"{rows} × {columns}",
        "values": shown[name].tolist(),
        "scale": largest(numbers[name]),
        "editable": name in EDITABLE,
        "first": 0,
        "row": int(gradient),
        "marks": [[" ".join(cell) for cell in row] for row in marks[name]],
    }


def _pinned(s: State, numbers: Numbers) -> Lit | None:
    """Return the pinned entry, else the one looked at."""
    for text in (s["pin"], s.get("look", "")):
        found = re.fullmatch(r"(\w+) (\d+) (\d+)", text or "")
        if found and found[1] in (*VALUES, *GRADIENTS):
            i, j = int(found[2]), int(found[3])
            rows, columns = numbers[found[1]].shape
            if i < rows and j < columns:
                return Lit(found[1], i, j)
    return None


def _reached(s: State, numbers: Numbers) -> Lit:
    """Return where Play has come to: an entry, and how many of its products are added."""
    left = s["step"] - 1
    for name, steps in walk(s).items():
        if left >= steps:
            left -= steps
            continue
        rows, columns = numbers[name].shape
        for n in range(rows * columns):
            i, j = divmod(n, columns)
            count = len(terms(numbers, name, i, j))
            each = count if s["detail"] else 1
            if left < each:
                done = left + 1 if s["detail"] else count
                return Lit(name, i, j, done, n + 1, rows * columns)
            left -= each
    raise ValueError(f"two_kernels: step is {s['step']}; it must be at most {s['step_max']}")


def _hide_later(s: State, numbers: Numbers, shown: Numbers, marks: Marks, at: Lit) -> None:
    names = list(walk(s))
    for name in names[names.index(at.grid) :]:
        for r, row in enumerate(marks[name]):
            for c, cell in enumerate(row):
                if name != at.grid or (r, c) > (at.i, at.j):
                    cell.append("later")
    shown[at.grid] = numbers[at.grid].copy()
    shown[at.grid][at.i, at.j] = total(terms(numbers, at.grid, at.i, at.j)[: at.terms])


def _descent(s: State, say: Say, numbers: Numbers) -> dict[str, Any]:
    """Return the descent so far: the losses, and what is to be said of them."""
    way = way_to(matrices(s), s["descent"])
    losses = way.losses
    steps = len(losses) - 1
    rising = steps > 0 and losses[-1] > losses[-2]
    key = "no_step" if steps == 0 else "one_step" if steps == 1 else "steps"
    said = [say(key, steps=steps, first=precise(losses[0]), last=precise(losses[-1]))]
    if way.diverged:
        said.append(say("diverged"))
    elif rising:
        said.append(say("rising"))
    elif not (s["learn_K1"] or s["learn_K2"] or s["learn_X"]):
        said.append(say("idle"))
    elif not any(s[f"learn_{name}"] and numbers[f"d{name}"].any() for name in PARAMETERS):
        said.append(say("flat"))
    elif steps >= MOST_STEPS:
        said.append(say("enough"))
    return {
        "losses": list(losses),
        "steps": steps,
        "kind": "diverged" if way.diverged else "rising" if rising else "falling",
        "log": s["log_scale"],
        "rate": s["rate"],
        "said": said,
    }
