"""Answers written like a student's, without sight of the wrong implementations the project knows.

They measure the diagnosis from outside: a known mistake must get its name, a right answer no
complaint, and a mistake nobody has listed no name.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Answer", "all_answers", "right", "unknown", "wrong"]


@dataclass(frozen=True)
class Answer:
    """What one student typed into one answer cell, and what is true of it."""

    id: str | None
    """The id of the one mistake in it; None for a right answer and for a mistake on no list."""
    kind: Literal["wrong", "right", "unknown"]
    name: str
    """The answer it is for, such as "corr2d"."""
    part: str
    """The result that is wrong, such as "dX"; several are joined by "+"; "" is the whole answer."""
    source: str
    """The cell's text; it defines `name`."""
    needs: tuple[str, ...]
    """Earlier answers that `source` calls and that must be right."""


def wrong(
    id: str, name: str, part: str = "", needs: tuple[str, ...] = ()
) -> Callable[[str], Answer]:
    """Take the source of an answer to `name` with the known mistake `id` and no other."""
    return lambda source: Answer(id, "wrong", name, part, source.lstrip("\n"), needs)


def right(name: str, needs: tuple[str, ...] = ()) -> Callable[[str], Answer]:
    """Take the source of a right answer to `name`."""
    return lambda source: Answer(None, "right", name, "", source.lstrip("\n"), needs)


def unknown(name: str, part: str = "", needs: tuple[str, ...] = ()) -> Callable[[str], Answer]:
    """Take the source of an answer to `name` whose mistake is on no list."""
    return lambda source: Answer(None, "unknown", name, part, source.lstrip("\n"), needs)


def all_answers() -> list[Answer]:
    """Every answer of every module of this package, in the order of the modules' names."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [
        answer
        for module in modules
        for answer in importlib.import_module(f"{__name__}.{module}").ANSWERS
    ]
