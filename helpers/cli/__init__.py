"""The command `twokernels`."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version

from helpers.cli import bundle, diff, doctor, grade, kernel, marks, report, roster, undo

NOTHING_DONE = 2
"""The exit status when nothing was done: bad arguments, no sandbox, no course."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="twokernels", description="Grade notebooks: student code and hidden tests never meet."
    )
    top.add_argument("--version", action="version", version=f"twokernels {version('twokernels')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (roster, bundle, grade, diff, undo, marks, report, doctor, kernel):
        command.add_to(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = parser().parse_args(arguments)
    # jsonschema, on the way to nbgrader, would build a grammar for a kind of link that no notebook
    # has, which takes a second.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # cannot be imported
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
