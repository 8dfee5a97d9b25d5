"""Tests that may say something else next time, or on another machine: chance, and files."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.names import python_only
from helpers.authoring.source import Cell

READS = {
    "load", "loadtxt", "genfromtxt", "fromfile", "memmap", "read_csv", "read_json",
    "read_excel", "read_pickle", "read_parquet", "read_text", "read_bytes", "imread",
}  # fmt: skip
"""What reads a file whose name it is given, beside `open`."""

LIBRARIES = {"np", "numpy", "pd", "pandas", "plt", "pathlib", "Path", "io"}
"""Whose `load` and the like read files; a question may have a method of that name."""


def unsteady(cells: Iterable[Cell], beside: set[str]) -> Iterator[Finding]:
    """Find test cells that roll dice or read files; `beside` are the files beside the notebook."""
    modules = {Path(name).stem for name in beside if name.endswith(".py")}
    for cell in cells:
        if not cell.is_test:
            continue
        try:
            tree = ast.parse(python_only(cell.text))
        except SyntaxError:
            continue  # running it says so
        if call := _dice(tree):
            yield cell.finding(
                Kind.RANDOMNESS,
                f"`{call}` gives other numbers each time, so one answer may pass today and fail "
                "tomorrow",
                "seed it in this cell, as in np.random.default_rng(7), or write the numbers down",
            )
        if read := _file(tree, modules):
            yield cell.finding(
                Kind.FILES,
                f"`{read}` needs a file, and tests run where the course's files are not",
                "write what is in the file into the cell",
            )


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, list[str]]]:
    """Yield every call with its dotted name, `["np", "random", "rand"]`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name: list[str] = []
            function: ast.expr = node.func
            while isinstance(function, ast.Attribute):
                name.insert(0, function.attr)
                function = function.value
            if isinstance(function, ast.Name):
                yield node, [function.id, *name]
            elif isinstance(function, ast.Call) and isinstance(function.func, ast.Name):
                yield node, [function.func.id, *name]  # Path("…").read_text()


def _dice(tree: ast.AST) -> str:
    """Return the first call that depends on chance, or ""."""
    calls = list(_calls(tree))
    if any(name[-1] in ("seed", "manual_seed") and call.args for call, name in calls):
        return ""
    for call, name in calls:
        unseeded = not (call.args or call.keywords)
        if name[-1] in ("default_rng", "RandomState", "Random"):
            if unseeded:
                return ast.unparse(call)
        elif "random" in name[:-1] or name[0] == "secrets":
            return ast.unparse(call)
    return ""


def _file(tree: ast.AST, modules: set[str]) -> str:
    """Return the first call or import that needs a file, or ""."""
    for call, name in _calls(tree):
        if name == ["open"] or (name[-1] in READS and len(name) > 1 and name[0] in LIBRARIES):
            return ast.unparse(call)
    for node in ast.walk(tree):
        imported = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported = [node.module or ""]
        if any(name.partition(".")[0] in modules for name in imported):
            return ast.unparse(node)
    return ""
