"""What a student installs: the wheel, and pinned versions of all that it stands on.

`python -m helpers.bundle.requirements` prints what `make lock` resolves into requirements.txt.
"""

from __future__ import annotations

from importlib.metadata import requires
from importlib.resources import files

from packaging.requirements import Requirement

IMPORTED = ("anywidget", "ipywidgets", "matplotlib", "numpy")
"""What the student edition imports."""

WORKED_WITH = ("ipykernel", "jupyterlab", "nbgrader")
"""What a notebook is opened with.  nbgrader is the Validate button, which the notebooks name."""


def required(*names: str) -> list[str]:
    """Return our own requirements of these names, with the versions they allow."""
    ours = {r.name: r for r in map(Requirement, requires("twokernels") or ()) if not r.marker}
    return [str(ours[name]) for name in sorted(names)]


def requirements(wheel: str) -> str:
    """Return the text of a bundle's requirements.txt, which names the wheel beside it."""
    return f"./{wheel}\n{(files(__package__) / 'requirements.txt').read_text(encoding='utf-8')}"


if __name__ == "__main__":
    print(*required(*IMPORTED, *WORKED_WITH), sep="\n")
