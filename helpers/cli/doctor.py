"""`twokernels doctor`: try on this machine what a submission must not be able to do."""

from __future__ import annotations

import argparse
import platform
from typing import Any

from rich.console import Console
from rich.table import Table

from helpers.grading.errors import NoSandbox
from helpers.grading.probe import probe


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="show what the sandbox enforces on this machine",
        description="Start a student's process and have it try what it must not be able to do.",
    )
    command.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print what is enforced; return 0 when all is, 2 when submissions cannot be confined."""
    console = Console(highlight=False)
    console.print(f"{platform.system()} {platform.release()} on {platform.machine()}")
    try:
        results = probe()
    except NoSandbox as reason:
        console.print(f"twokernels doctor: {reason}.", markup=False, soft_wrap=True)
        return 2
    table = Table("A submission tries to", "and", title="What the sandbox enforces here")
    for attempt in results:
        what = "[green]✓ is stopped[/]" if attempt.stopped else "[red]✗ succeeds[/]"
        table.add_row(attempt.name, f"{what}  [dim]{attempt.how}[/]")
    console.print(table)
    return 0 if all(attempt.stopped for attempt in results) else 2
