"""Which names a cell defines and which it takes from other cells."""

from __future__ import annotations

import builtins
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import SOLUTION, Cell, Notebook, question_of

GIVEN = {*dir(builtins), "get_ipython", "display", "In", "Out", "_", "__", "___", "__file__"}


@dataclass(frozen=True)
class Names:
    """The names of one cell."""

    defines: frozenset[str]
    uses: frozenset[str]
    """Taken from elsewhere, in a function's body as well."""


def python_only(text: str) -> str:
    """Leave out IPython's magics and shell lines."""
    return re.sub(r"^\s*[%!].*$", "", text, flags=re.MULTILINE)


def names_of(text: str) -> Names:
    """Return the names of a piece of code; of one that is no Python, none."""
    try:
        top = symtable.symtable(python_only(text), "<cell>", "exec")
    except SyntaxError:
        return Names(frozenset(), frozenset())
    defines = {
        symbol.get_name()
        for symbol in top.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    uses = set(_globals(top)) - defines - GIVEN
    return Names(frozenset(defines), frozenset(uses))


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        top = table.get_type() == "module"
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals(inner)


def order(cells: Notebook) -> Iterator[Finding]:
    """Find names that a cell uses and that only a later cell, or another test, defines."""
    code = [cell for cell in cells if cell.kind == "code"]
    names = {cell.number: names_of(cell.text) for cell in code}
    promised = {cell.grade_id for cell in cells if cell.is_answer}
    shown = "\n".join(cell.shown for cell in cells)
    for cell in code:
        # Of a test that stands before its answer, helpers.authoring.structure says enough.
        own = {question_of(cell, cells)} if cell.is_test else set()
        for name in sorted(names[cell.number].uses - own):
            places = [other for other in code if name in names[other.number].defines]
            above = [other for other in places if other.number < cell.number]
            if places and not above:
                yield cell.finding(
                    Kind.RUN_ORDER,
                    f"it uses `{name}`, which is defined only below, in {places[0].name}",
                    f"move that cell above this one, or define `{name}` here",
                )
            elif above and cell.is_test and all(other.is_test for other in above):
                yield cell.finding(
                    Kind.RUN_ORDER,
                    f"it uses `{name}`, which only the test {above[-1].name} defines; when that "
                    "one fails for a student, this one fails too",
                    f"define `{name}` in this cell as well, or in a read-only cell above",
                )
            elif (
                above
                and not cell.is_answer
                and name not in promised
                and all(_only_in_solution(name, other) for other in above)
                and not re.search(rf"\b{re.escape(name)}\b", _without(shown, cell))
            ):
                yield cell.finding(
                    Kind.UNKNOWN_NAME,
                    f"it uses `{name}`, which your solution to {above[-1].name} defines and "
                    "students are not asked for",
                    f"ask for `{name}` by name, or define it in a read-only cell",
                )


def _only_in_solution(name: str, cell: Cell) -> bool:
    return cell.is_answer and name not in names_of(SOLUTION.sub("", cell.text)).defines


def _without(shown: str, cell: Cell) -> str:
    return shown.replace(cell.shown, "") if cell.shown else shown
