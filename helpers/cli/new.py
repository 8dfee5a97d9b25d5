"""`twokernels new`: an assignment with one question that works, to be changed."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path
from typing import Any

from helpers.cli.common import Output, add_command, add_course, add_json

EXAMPLES = """examples:
  twokernels new smoothing                          source/smoothing/smoothing.ipynb, which works
  twokernels new smoothing --question running_mean  the function to write has another name
  twokernels new smoothing --course ~/teaching/dl   the course is elsewhere
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "new",
        run,
        help="begin an assignment of your own",
        description=(
            "Write an assignment with one question in code and one in words, a reference, hidden "
            "tests and a misconception: all of it works, and is there to be changed."
        ),
        examples=EXAMPLES,
    )
    command.add_argument("name", metavar="NAME", help="the assignment's name, such as smoothing")
    command.add_argument(
        "--question",
        default="moving_average",
        metavar="FUNCTION",
        help="what the function to write is called (default: moving_average)",
    )
    add_course(command)
    add_json(command)


def run(options: argparse.Namespace) -> int:
    """Write the assignment; return 0."""
    from helpers.authoring.scaffold import scaffold
    from helpers.grading.course import Course

    notebook, answers = scaffold(Course.load(options.course), options.name, options.question)
    there = options.course != Path()
    where = f" --course {shlex.quote(str(options.course))}" if there else ""
    output = Output(options)
    output.tell(f"Written: {os.path.relpath(notebook)} and {os.path.relpath(answers)}.")
    output.tell("Change the notebook into your own question in JupyterLab, then run")
    output.tell(f"  twokernels check {options.name}{where}")
    output.result({"notebook": str(notebook), "answers": str(answers)})
    return 0
