"""Mistakes in the output size, as a function and as a formula."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from helpers.questions.model import Misconception


class _Mistake(NamedTuple):
    id: str
    function: Any  # (i, k, p, s) -> a number
    formula: str
    says: str
    ask: str


_MISTAKES = (
    _Mistake(
        "output_size.no-floor",
        lambda i, k, p, s: (i - k + 2 * p) / s + 1,
        "(I - K + 2*P)/S + 1",
        says="Where the stride does not divide evenly, the size comes out as a fraction of a "
        "pixel.",
        ask="What happens to the pixels left over when another step no longer fits?",
    ),
    _Mistake(
        "output_size.rounds-up",
        lambda i, k, p, s: math.ceil((i - k + 2 * p) / s) + 1,
        "ceil((I - K + 2*P)/S) + 1",
        says="The size is rounded up, which counts a window that hangs over the edge.",
        ask="If the last step is too short for a whole stride, is there another window?",
    ),
    _Mistake(
        "output_size.rounds-nearest",
        lambda i, k, p, s: round((i - k + 2 * p) / s) + 1,
        "round((I - K + 2*P)/S) + 1",
        says="The size is rounded to the nearest whole number, so a step that almost fits is "
        "counted.",
        ask="Can the window take three quarters of a step?",
    ),
    _Mistake(
        "output_size.pads-once",
        lambda i, k, p, s: (i - k + p) // s + 1,
        "floor((I - K + P)/S) + 1",
        says="The padding is counted on one side only.",
        ask="With one pixel of padding, how much wider is the padded image?",
    ),
    _Mistake(
        "output_size.missing-plus-one",
        lambda i, k, p, s: (i - k + 2 * p) // s,
        "floor((I - K + 2*P)/S)",
        says="You counted the steps of the window, not its positions.",
        ask="How many fence posts does a fence need that has one section?",
    ),
    _Mistake(
        "output_size.adds-one-inside",
        lambda i, k, p, s: (i - k + 2 * p + 1) // s,
        "floor((I - K + 2*P + 1)/S)",
        says="The first position is added before the division by the stride, so it is divided too.",
        ask="With a kernel as wide as the image and a large stride, how many positions are there?",
    ),
    _Mistake(
        "output_size.forgets-padding",
        lambda i, k, p, s: (i - k) // s + 1,
        "floor((I - K)/S) + 1",
        says="The padding plays no part in your size.",
        ask="Does the kernel fit at more places when the image gets a border?",
    ),
    _Mistake(
        "output_size.forgets-stride",
        lambda i, k, p, s: i - k + 2 * p + 1,
        "I - K + 2*P + 1",
        says="The stride plays no part in your size.",
        ask="What becomes of the output when the window jumps over every other place?",
    ),
    _Mistake(
        "output_size.missing-brackets",
        lambda i, k, p, s: i - k + 2 * p // s + 1,
        "I - K + floor(2*P/S) + 1",
        says="Only the padding is divided by the stride: division comes before addition and "
        "subtraction.",
        ask="Which part of the formula is the distance that the window travels?",
    ),
    _Mistake(
        "output_size.forgets-kernel",
        lambda i, k, p, s: (i + 2 * p) // s,
        "floor((I + 2*P)/S)",
        says="The width of the kernel plays no part in your size.",
        ask="Can the left edge of the window reach the last pixel of the padded image?",
    ),
)

OUTPUT_SIZE = tuple(Misconception(m.id, m.function, m.says, m.ask) for m in _MISTAKES)
OUTPUT_SIZE_FORMULA = tuple(Misconception(m.id, m.formula, m.says, m.ask) for m in _MISTAKES)
