"""The student edition of `helpers`: what a notebook imports, and nothing that knows an answer."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("explorers", "judging", "student")
"""What a student's notebook imports, and what that imports in turn."""

KINDS = (".css", ".js", ".json", ".py")
"""Nothing else is taken, so that a file left lying about in a folder stays there."""

DATA = "helpers/student/data/"


def student_edition(assignments: Collection[str]) -> dict[str, bytes]:
    """Return the files of the student edition by path, from the package as it is installed.

    The checks know these assignments only.  A module that imports what students do not get is left
    out, with all that import it.
    Raises: ValueError when a whole package would have to be left out.
    """
    helpers = files("helpers")
    found = {"helpers/__init__.py": (helpers / "__init__.py").read_bytes()}
    for package in PACKAGES:
        found.update(_walk(helpers / package, f"helpers/{package}"))
    wanted = {f"{DATA}{name}.json" for name in assignments}
    found = {p: content for p, content in found.items() if not p.startswith(DATA) or p in wanted}
    while rest := _cannot_be_imported(found):
        for path in rest:
            if path.endswith("__init__.py"):
                raise ValueError(f"{path} imports what a student must not have")
            del found[path]
    return found


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(KINDS) and not entry.name.startswith("."):
            yield f"{path}/{entry.name}", entry.read_bytes()


def _cannot_be_imported(found: Mapping[str, bytes]) -> list[str]:
    there = {_module(path) for path in found if path.endswith(".py")}
    return [
        path
        for path, content in found.items()
        if path.endswith(".py") and not _imported(content) <= there
    ]


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(content: bytes) -> set[str]:
    """Return which of our modules a module imports when it is imported itself, not later."""
    names: set[str] = set()
    for node in ast.parse(content).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name for name in names if name.partition(".")[0] == "helpers"}
