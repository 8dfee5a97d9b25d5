"""How the command behaves for people and for scripts: help, quiet, JSON, colours, start."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.cli import COMMANDS, main, parser
from helpers.cli.marks import FORMATS
from helpers.course.export import LAYOUTS
from tests.cli.conftest import Command
from tests.grading.courses import hand_in, python


def leaves(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parsers of everything that can be run."""
    inner = [a for a in of._actions if isinstance(a, argparse._SubParsersAction)]
    for action in inner:
        for child in action.choices.values():
            yield from leaves(child)
    if not inner:
        yield of


LEAVES = {leaf.prog.removeprefix("twokernels "): leaf for leaf in leaves(parser())}
each = pytest.mark.parametrize("leaf", LEAVES.values(), ids=LEAVES)


def examples(of: argparse.ArgumentParser) -> list[str]:
    """Return the example lines of a help text; what stands after two spaces is a remark."""
    lines = re.findall(r"^  (twokernels .+)$", of.epilog or "", re.MULTILINE)
    return [re.split(r" {2,}", line)[0] for line in lines]


def test_every_subcommand_is_looked_at() -> None:
    assert len(LEAVES) == len(COMMANDS) + 1, "and kernel has two"


@each
def test_every_subcommand_says_what_it_does_with_examples_that_parse(
    leaf: argparse.ArgumentParser,
) -> None:
    assert leaf.description
    assert leaf.description.endswith(".")
    lines = examples(leaf)
    assert any(line.startswith(leaf.prog) for line in lines), f"{leaf.prog}: {lines}"
    for line in lines:
        words = shlex.split(line)[1:]
        if "--help" not in words:
            parser().parse_args(words)


@each
def test_every_subcommand_has_a_form_for_scripts(leaf: argparse.ArgumentParser) -> None:
    """Of `marks` it is one of the formats."""
    assert ("--json" if not leaf.prog.endswith("marks") else ",json}") in leaf.format_help()


@each
def test_every_subcommand_can_be_quiet(leaf: argparse.ArgumentParser) -> None:
    assert "--quiet" in leaf.format_help()


def test_the_first_page_has_examples_and_says_how_to_complete(command: Command) -> None:
    done = command("--help")
    assert "twokernels grade two_kernels" in done.out
    assert 'eval "$(twokernels --print-completion bash)"' in done.out


def test_the_layouts_of_marks_are_those_of_the_exporters() -> None:
    """They are named twice, for the exporters take long to import."""
    assert FORMATS == LAYOUTS


HEAVY = ("nbgrader", "numpy", "matplotlib", "rich", "traitlets", "sqlalchemy", "jupyter_client")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_imports_nothing_that_takes_long(tmp_path: Path, argument: str) -> None:
    script = (
        "import sys\nfrom helpers.cli import main\n"
        f"try:\n    main([{argument!r}])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = python(tmp_path, "-c", script)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_workers_start_before_anything_that_takes_long_is_imported(tmp_path: Path) -> None:
    """What is imported until then, all of a run waits for."""
    left_out = (*HEAVY, "IPython", "helpers.judging", "helpers.grading.student")
    script = (
        "import sys\nimport helpers.cli, helpers.grading.local_workers\n"
        f"print([name for name in {left_out} if name in sys.modules])"
    )
    done = python(tmp_path, "-c", script)
    assert done.stdout.splitlines() == ["[]"], done.stderr


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_json_alone_is_on_stdout_and_quiet_leaves_nothing_else(
    course: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each in turn, quiet and not: what a script reads is the same, and only it is on stdout."""
    hand_in(course, "s1")
    (course / "class.csv").write_text("student_id,last_name\ns1,One\n")
    runs = {
        "grade quiz --force --json -": "students",
        "diff quiz --json -": "students",
        "undo quiz --list --json -": None,
        "roster class.csv --dry-run --json -": "unchanged",
        "marks quiz --format json --to -": "assignments",
        "doctor --json -": "attempts",
        "bundle quiz --json -": "zip",
        "report quiz --json -": "written",
    }
    for line, key in runs.items():
        for quiet in ([], ["--quiet"]):
            assert main([*line.split(), *quiet]) == 0, line
            said = capsys.readouterr()
            data = json.loads(said.out)
            assert key is None or key in data, (line, list(data))
            assert not (quiet and said.err), (line, said.err)
    for line in (
        "grade quiz", "diff quiz", "roster class.csv", "doctor", "bundle quiz", "report quiz",
        "marks --format csv --to m.csv", "undo quiz --list",
    ):  # fmt: skip
        done = command(*line.split(), "--quiet")
        assert (done.status, done.out, done.err) == (0, "", ""), line


def test_quiet_does_not_hide_a_problem(course: Path, command: Command) -> None:
    hand_in(course, "s1")
    hand_in(course, "s2", b"{")
    done = command("grade", "quiz", "--quiet")
    assert done.status == 1
    (line,) = done.err.splitlines()
    assert line.startswith("s2: not graded: ")
    assert command("grade", "quizz", "--quiet").err.startswith("twokernels grade: ")


def test_a_sheet_can_go_to_standard_output(course: Path, command: Command) -> None:
    hand_in(course, "s1")
    assert command("grade", "quiz").status == 0
    done = command("report", "quiz", "--csv", "-")
    assert done.out.startswith("assignment,student,") or done.out.startswith("student,")
    assert "written to" in done.err


def run_in(course: Path, *arguments: str, stdout: int, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "helpers.cli", *arguments],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), **more},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a full device")
def test_standard_output_that_is_full_is_said(course: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = run_in(course, "undo", "quiz", "--list", "--json", "-", stdout=full.fileno())
        said = done.communicate()[1].decode()
    assert done.returncode in (1, 2)
    assert re.fullmatch(r"(twokernels undo: .*kept\.\n)?twokernels undo: .*No space .*\.\n", said)


def test_an_output_that_nobody_reads_on_is_no_traceback(course: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run_in(course, "undo", "quiz", "--list", "--json", "-", "-q", stdout=write)
    os.close(write)
    assert done.communicate()[1] == b""
    assert done.returncode == 141


@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1", "FORCE_COLOR": ""}])
def test_there_are_no_colours_where_none_are_wanted(course: Path, more: dict[str, str]) -> None:
    hand_in(course, "s1", b"{")
    done = python(course, "-m", "helpers.cli", "grade", "quiz", **more)
    assert "not graded" in done.stderr
    assert "\x1b[" not in done.stdout + done.stderr
