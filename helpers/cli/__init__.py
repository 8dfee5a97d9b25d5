"""The command `twokernels`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

# Not one of these may import what takes long, for a press of the Tab key waits for them all: what
# a subcommand needs is imported in its `run`.
from helpers.cli import (
    bundle,
    check,
    completion,
    diff,
    doctor,
    grade,
    kernel,
    marks,
    new,
    report,
    roster,
    undo,
)
from helpers.cli.common import NotWritten, Output, require_writable
from helpers.cli.problems import NOTHING_DONE, SOME_NOT_DONE, is_the_users, sentence
from helpers.grading import stopping
from helpers.grading.errors import CutShort

COMMANDS = (roster, new, check, bundle, grade, diff, undo, marks, report, doctor, kernel)
STOPPED, NOBODY_READS = 130, 141
"""The exit statuses of Ctrl-C, and of an output that was closed, as a shell gives them."""

EXAMPLES = """examples:
  twokernels doctor                  is this machine ready?
  twokernels grade two_kernels       grade what is new
  twokernels grade --help            every subcommand has examples

Names are completed at the Tab key after: eval "$(twokernels --print-completion bash)"
"""


class _PrintCompletion(argparse.Action):
    """Print what the shell is to read, and end."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        print(completion.script(str(values)), end="")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="twokernels",
        description="Grade notebooks: student code and hidden tests never meet.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"twokernels {version('twokernels')}")
    top.add_argument(
        "--print-completion",
        action=_PrintCompletion,
        choices=completion.SHELLS,
        help="print what your shell reads to complete names at the Tab key",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    stopping.once()
    top = parser()
    completion.answer(top)
    options = top.parse_args(arguments)
    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    try:
        require_writable(getattr(options, "json", None))
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        stopping.no_more()
        return STOPPED
    except BrokenPipeError:
        _drop_stdout()
        return NOBODY_READS
    except Exception as error:
        if not is_the_users(error):
            raise
        Output(options).problem(sentence(error, options))
        return SOME_NOT_DONE if isinstance(error, NotWritten | CutShort) else NOTHING_DONE


def _drop_stdout() -> None:
    """Have Python not try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
