"""The Tab key offers subcommands, options and the names of the course, in a real shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.cli import completion
from tests.cli.conftest import Command
from tests.grading.courses import ROOT, hand_in

ASK = r"""
set -e
eval "$(twokernels --print-completion bash)"
COMP_LINE=$1 COMP_POINT=${#1}
read -ra COMP_WORDS <<< "$1"
case $1 in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_TYPE=9
registered=$(complete -p twokernels)
function=${registered#*-F } function=${function%% *}
$function twokernels "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""
"""What bash does at the Tab key, for the line that is its argument."""


@pytest.fixture
def shell(course: Path, tmp_path: Path) -> dict[str, str]:
    """Give an environment with the command on its PATH, in a course with some names."""
    for student in ("ann", "anton", "ben"):
        hand_in(course, student)
    (course / "source" / "quiz two").mkdir()
    (course / ".twokernels/history/2026-03-06T17-00-00Z").mkdir(parents=True)
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "twokernels"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m helpers.cli "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(folder), os.environ["PATH"]))
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}


OFFERED = {
    "twokernels gra": ["grade"],
    "twokernels ": None,
    "twokernels grade q": ["quiz", r"quiz\ two"],
    "twokernels grade quiz --student an": ["ann", "anton"],
    "twokernels marks quiz --student b": ["ben"],
    "twokernels undo quiz --to ": ["2026-03-06T17-00-00Z"],
    "twokernels grade quiz --wor": ["--workers"],
    "twokernels kernel ": ["install", "remove"],
    "twokernels marks --format m": ["moodle"],
}


@pytest.mark.parametrize(("line", "wanted"), OFFERED.items(), ids=OFFERED)
def test_bash_offers_what_is_there(
    course: Path, shell: dict[str, str], line: str, wanted: list[str] | None
) -> None:
    bash = shutil.which("bash")
    assert bash, "bash is needed"
    done = subprocess.run(
        [bash, "--norc", "-c", ASK, "bash", line],
        cwd=course, env=shell, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    offered = [word.rstrip() for word in done.stdout.splitlines()]
    if wanted is None:
        assert {"grade", "diff", "undo", "doctor"} <= set(offered), done.stderr
    else:
        assert sorted(offered) == wanted, done.stderr


@pytest.mark.parametrize("shell_name", completion.SHELLS)
def test_each_shell_gets_its_script(command: Command, shell_name: str) -> None:
    done = command("--print-completion", shell_name)
    assert done.status == 0
    word = {"bash": "complete ", "zsh": "compdef ", "fish": "complete -"}[shell_name]
    assert word in done.out
    assert "twokernels" in done.out
    found = shutil.which(shell_name)
    if found:
        assert subprocess.run([found, "-n"], input=done.out.encode()).returncode == 0


def test_a_shell_nobody_knows_is_refused(command: Command) -> None:
    done = command("--print-completion", "dos")
    assert done.status == 2
    assert "invalid choice: 'dos'" in done.err
