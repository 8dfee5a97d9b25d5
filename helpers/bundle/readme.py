"""The README of a bundle.  docs/students.md begins with the one of `two_kernels`.

`python -m helpers.bundle.readme` prints it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from string import Template

PAGE = (["two_kernels"], ["two_kernels/two_kernels.ipynb"])
"""The bundle of which docs/students.md speaks."""


def readme(assignments: Iterable[str], notebooks: Iterable[str]) -> str:
    """Return what a student is to do with a bundle of these assignments and notebooks."""
    text = (files(__package__) / "readme.md").read_text(encoding="utf-8")
    return Template(text).substitute(
        title=", ".join(assignments), notebooks="\n".join(f"    {path}" for path in notebooks)
    )


if __name__ == "__main__":
    print(readme(*PAGE), end="")
