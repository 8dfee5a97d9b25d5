"""Mistakes in the questions with a short answer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from helpers.judging.values import NotNumbers, as_numbers
from helpers.questions.model import Misconception

LARGE = 5
"""From here on a finite p was meant to be large."""


def _modules(pattern: str, *names: str) -> dict[str, str]:
    return dict(
        zip(("max", "average", "lp"), (pattern.format(name) for name in names), strict=True)
    )


def _large_and_finite(answer: Any) -> bool:
    try:
        p = as_numbers(answer)
    except NotNumbers:
        return False
    return p.ndim == 0 and bool(np.isfinite(p)) and float(p) >= LARGE


MODULES = (
    Misconception(
        "modules.swaps-max-and-average", _modules("torch.nn.{}Pool2d", "Avg", "Max", "LP")
    ),
    Misconception(
        "modules.functional", _modules("torch.nn.functional.{}_pool2d", "max", "avg", "lp")
    ),
    Misconception("modules.module-path", _modules("torch.nn.module.{}Pool2d", "Max", "Avg", "LP")),
    Misconception("modules.wrong-class", _modules("torch.nn.{}Pool1d", "Max", "Avg", "LP")),
)

P_FOR_MAX = (
    Misconception("p_for_max.finite", 1000, covers=_large_and_finite),
    Misconception("p_for_max.average", 1),
    Misconception("p_for_max.minus-infinity", -math.inf),
)
