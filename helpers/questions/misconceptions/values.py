"""Mistakes in the questions with a short answer."""

from __future__ import annotations

import math

from helpers.questions.model import Misconception


def _modules(pattern: str, *names: str) -> dict[str, str]:
    return dict(
        zip(("max", "average", "lp"), (pattern.format(name) for name in names), strict=True)
    )


MODULES = (
    Misconception(
        "modules.wrong-class",
        _modules("torch.nn.{}Pool1d", "Max", "Avg", "LP"),
        says="This is not the class for that pooling of images.",
        ask="How many axes does the window of a picture have?",
    ),
    Misconception(
        "modules.swaps-max-and-average",
        _modules("torch.nn.{}Pool2d", "Avg", "Max", "LP"),
        says="Maximum and average are exchanged.",
        ask="Which operation does the beginning of each class name abbreviate?",
    ),
    Misconception(
        "modules.functional",
        _modules("torch.nn.functional.{}_pool2d", "max", "avg", "lp"),
        says="These are functions; the question asks for the modules, which are classes.",
        ask="How do the names of Python classes usually begin?",
    ),
    Misconception(
        "modules.module-path",
        _modules("torch.nn.module.{}Pool2d", "Max", "Avg", "LP"),
        says="The class is the right one, but its path does not exist in PyTorch.",
        ask="Have you tried to import it under this name?",
    ),
)

P_FOR_MAX = (
    Misconception(
        "p_for_max.finite",
        1000,
        says="A large number comes close to the maximum, but is not quite it.",
        ask="What happens to the small difference that remains as p keeps growing?",
    ),
    Misconception(
        "p_for_max.average",
        1,
        says="With this p the pooling gives the average.",
        ask="Which entries of the window should matter more and more, and what must p do for that?",
    ),
    Misconception(
        "p_for_max.minus-infinity",
        -math.inf,
        says="In this limit the smallest entry wins.",
        ask="Does a power with a negative exponent favour large numbers or small ones?",
    ),
)
