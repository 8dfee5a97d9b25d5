"""Which packages a submission may import, and a clear refusal for the others.

The refusal is a courtesy: it names the package and the rule.  What enforces the rule is Landlock,
which lets the process read no other package's files.
"""

from __future__ import annotations

import functools
import importlib.machinery
import importlib.metadata
import os
import re
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType

OWN = "helpers"
"""This project's package, of which a submission may import `helpers.student`."""


class ForbiddenImport(ModuleNotFoundError):
    """A package that the assignment rules out; `name` is what was imported."""


def importable(packages: Iterable[str]) -> frozenset[str]:
    """Return what a submission may import and read: the packages, and what runs its cells."""
    return with_requirements((*packages, "IPython"))


@functools.cache
def with_requirements(packages: tuple[str, ...]) -> frozenset[str]:
    """Return the packages and what they need, as the names of importable modules."""
    provided: dict[str, set[str]] = {}
    for module, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            provided.setdefault(_normal(distribution), set()).add(module)
    owner = {module: name for name, modules in provided.items() for module in modules}
    todo = [owner[package] for package in packages if package in owner]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        todo.extend(_requirements(name))
    modules = {module for name in seen for module in provided.get(name, ())}
    return frozenset(modules | set(packages))


def _requirements(distribution: str) -> list[str]:
    try:
        lines = importlib.metadata.requires(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    needed = (line for line in lines if "extra ==" not in line)
    return [_normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in needed]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Guard:
    """A finder that stands before all others and refuses what the assignment rules out."""

    def __init__(self, packages: Sequence[str], scratch: str) -> None:
        self._packages = tuple(packages)
        self._allowed = importable(packages)
        self._scratch = scratch

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return None, which lets the others look, or raise ForbiddenImport."""
        top, _, rest = name.partition(".")
        if top == OWN:
            allowed = not rest or rest.partition(".")[0] == "student"
        else:
            allowed = top in sys.stdlib_module_names or top in self._allowed or self._own_file(top)
        if allowed:
            return None
        enough = f"Python and {self._packages[0]} are" if self._packages else "Python is"
        raise ForbiddenImport(
            f"{name} may not be used in this assignment; {enough} enough", name=name
        )

    def _own_file(self, module: str) -> bool:
        return any(
            os.path.exists(f"{self._scratch}/{module}{end}") for end in (".py", "/__init__.py")
        )


def guard(packages: Sequence[str], scratch: str) -> None:
    """Install the guard.  The submission's own files come last, so they shadow nothing."""
    sys.meta_path.insert(0, Guard(packages, scratch))
    # The warm process has imported more than this submission may: those are to be asked for anew.
    known = importable(packages) | {OWN, "__main__"}
    for name in list(sys.modules):
        top = name.partition(".")[0]
        if top not in known and top not in sys.stdlib_module_names:
            del sys.modules[name]
    site = [path for path in sys.path if path.endswith("-packages")]
    library = [path for path in sys.path if path.startswith((sys.base_prefix, sys.exec_prefix))]
    sys.path[:] = [*dict.fromkeys([*library, *site]), scratch]
