"""`twokernels doctor`: try on this machine what a submission must not be able to do."""

from __future__ import annotations

import argparse
import platform
from dataclasses import asdict
from typing import Any

from helpers.cli.common import Output, add_command, add_json

EXAMPLES = """examples:
  twokernels doctor                      what is enforced here, as a table
  twokernels doctor --quiet              only the exit status: 0 when all is enforced
  twokernels doctor --json doctor.json   for a script
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "doctor",
        run,
        help="show what the sandbox enforces on this machine",
        description="Start a student's process and have it try what it must not be able to do.",
        examples=EXAMPLES,
    )
    add_json(command)


def run(options: argparse.Namespace) -> int:
    """Print what is enforced; return 0 when all is, 2 when submissions cannot be confined."""
    from rich.table import Table

    from helpers.grading import probe

    output = Output(options)
    machine = f"{platform.system()} {platform.release()} on {platform.machine()}"
    output.show(machine)
    results = probe.probe()
    table = Table("A submission tries to", "and", title="What the sandbox enforces here")
    for attempt in results:
        what = "[green]✓ is stopped[/]" if attempt.stopped else "[red]✗ succeeds[/]"
        table.add_row(attempt.name, f"{what}  [dim]{attempt.how}[/]")
    output.console().print(table)
    for attempt in results:
        if not attempt.stopped:
            output.problem(f"a submission can {attempt.name} here; do not grade on this machine.")
    enforced = all(attempt.stopped for attempt in results)
    output.result(
        {
            "machine": machine,
            "enforced": enforced,
            "attempts": [asdict(attempt) for attempt in results],
        }
    )
    return 0 if enforced else 2
