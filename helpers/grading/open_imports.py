"""The imports of an assignment's notebook that its test cells need.

The examiner runs them, so that a test cell may say `np` as the notebook does.  What no test needs
is left out: to import matplotlib takes longer than to grade a submission.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

Import = ast.Import | ast.ImportFrom

OURS = "helpers"
"""The package whose modules are known to do nothing but define names."""


def open_imports(sources: Iterable[str], tests: Iterable[str]) -> tuple[str, ...]:
    """Return what tests need of the imports in an instructor's code cells, outside solutions.

    That is what a test names; with it all of the same package, for importing one module may change
    another; and what nobody names, which is there for its effect.
    """
    shown: list[Import] = []
    used: set[str] = set()
    for source in sources:
        shown += [node for node in _parsed(_outside_solutions(source)) if isinstance(node, Import)]
        nodes = (node for statement in _parsed(source) for node in ast.walk(statement))
        used |= {node.id for node in nodes if isinstance(node, ast.Name)}
    named = {"*", *(word for test in tests for word in _words(test))}
    packages = {_package(one, name) for one in shown for name in one.names if _binds(name) in named}
    packages = (packages | named) - {OURS}

    def needed(statement: Import, name: ast.alias) -> bool:
        package = _package(statement, name)
        for_its_effect = _binds(name) not in used and package != OURS
        return _binds(name) in named or package in packages or for_its_effect

    found: dict[str, None] = {}
    for statement in shown:
        statement.names = [name for name in statement.names if needed(statement, name)]
        if statement.names:
            found[ast.unparse(statement)] = None
    return tuple(found)


def _outside_solutions(source: str) -> str:
    return re.sub(
        r"^[^\n]*### BEGIN SOLUTION.*?### END SOLUTION[^\n]*$",
        "",
        source,
        flags=re.DOTALL | re.MULTILINE,
    )


def _parsed(source: str) -> list[ast.stmt]:
    """Return a cell's statements, without IPython's magics and shell lines."""
    lines = (line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:
        return []


def _words(source: str) -> set[str]:
    """Return all that could be a name, in the text and in code that a string holds."""
    return {*re.findall(r"\w+", source), *re.findall(r"\w+", re.sub(r"\\.", " ", source))}


def _package(statement: Import, name: ast.alias) -> str:
    module = name.name if isinstance(statement, ast.Import) else statement.module or ""
    return module.partition(".")[0]


def _binds(name: ast.alias) -> str:
    return name.asname or name.name.partition(".")[0]
