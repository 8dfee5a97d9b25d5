"""An operation as named steps: a mistake replaces some of them, two replace the steps of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Recipe:
    """`make(*arguments, **steps)`: what `steps` does not name is done rightly."""

    make: Callable[..., Any]
    steps: Mapping[str, Any]

    def __call__(self, *arguments: Any) -> Any:
        """Do the operation with these steps."""
        return self.make(*arguments, **self.steps)

    def together(self, other: Any) -> Recipe | None:
        """Return the operation with both mistakes, or None where they exclude each other."""
        if (
            not isinstance(other, Recipe)
            or self.make is not other.make
            or self.steps.keys() & other.steps.keys()
        ):
            return None
        return Recipe(self.make, {**self.steps, **other.steps})
