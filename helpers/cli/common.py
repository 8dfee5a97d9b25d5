"""What the subcommands share: their options, where they print, and how they fail."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.cli.completion import assignments, completed_by, students
from helpers.grading.files import write_whole

if TYPE_CHECKING:
    from rich.console import Console

STDOUT = Path("-")
"""The file that is not one."""


def add_command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,
    description: str,
    examples: str,
) -> argparse.ArgumentParser:
    """Add a subcommand, with what every one has, and return its parser.

    `run` returns the exit status, and raises GradingError or OSError where nothing can be done.
    """
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_quiet(command)
    command.set_defaults(run=run)
    return command


def add_quiet(command: argparse.ArgumentParser) -> None:
    """Add the option to say nothing unless something is wrong."""
    command.add_argument(
        "-q", "--quiet", action="store_true", help="say only what went wrong, if anything"
    )


def add_assignment(command: argparse.ArgumentParser, **more: Any) -> None:
    """Add the name of an assignment."""
    action = command.add_argument("assignment", metavar="ASSIGNMENT", **more)
    completed_by(action, assignments)


def add_course(command: argparse.ArgumentParser) -> None:
    """Add where the course is."""
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )


def add_student(command: argparse.ArgumentParser) -> None:
    """Add the choice of single students."""
    action = command.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this one (may be repeated)",
    )
    completed_by(action, students)


def add_json(command: argparse.ArgumentParser) -> None:
    """Add the file for a script."""
    command.add_argument(
        "--json", type=Path, metavar="FILE", help="write the results there (-: standard output)"
    )


class NotWritten(OSError):
    """What a script was to read is not there; the rest is done."""


def require_writable(path: Path | None) -> None:
    """Raise OSError where a file could not be written, before an hour of grading."""
    if path is None or path == STDOUT:
        return
    try:
        folder = next(parent for parent in path.absolute().parents if parent.exists())
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error.strerror}") from error
    if path.is_dir():
        raise IsADirectoryError(f"{path} cannot be written: it is a folder; name a file")


class Output:
    """Where a subcommand prints: what was asked for to stdout, talk and problems to stderr.

    Quiet, only problems are left, and what a script reads: `json`, and a file that is `-`.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.quiet: bool = options.quiet
        self.json: Path | None = getattr(options, "json", None)
        self._me = f"twokernels {options.command}"

    def show(self, line: str = "") -> None:
        """Print a line of what was asked for; beside JSON on stdout it is talk."""
        if self.json == STDOUT:
            self.tell(line)
        elif not self.quiet:
            print(line)

    def tell(self, line: str) -> None:
        """Print a line that is good to know."""
        if not self.quiet:
            print(line, file=sys.stderr)

    def problem(self, line: str) -> None:
        """Print what went wrong, as one line, whatever is in it."""
        shown = "".join(c if c.isprintable() else " " for c in line)
        print(f"{self._me}: {' '.join(shown.split())}", file=sys.stderr)

    def console(self) -> Console:
        """Return a console for what was asked for, on stdout; colours only for a terminal."""
        from rich.console import Console

        return Console(highlight=False, stderr=self.json == STDOUT, quiet=self.quiet)

    def result(self, data: Any) -> None:
        """Write what a script reads, where it is wanted.  Raises NotWritten."""
        if self.json is None:
            return
        try:
            self.write(self.json, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        except BrokenPipeError:
            raise
        except OSError as error:
            raise NotWritten(f"the results could not be written: {_why(error)}") from error

    def write(self, path: Path, text: str) -> None:
        """Write a file, which may be `-`, as a whole.  Raises OSError."""
        if path == STDOUT:
            sys.stdout.write(text)
            sys.stdout.flush()
            return
        if path.is_dir():
            raise IsADirectoryError(f"{path} cannot be written: it is a folder; name a file")
        try:
            write_whole(path, text)
        except OSError as error:
            raise OSError(f"{path} cannot be written: {_why(error)}") from error


def _why(error: OSError) -> str:
    return error.strerror or str(error)
