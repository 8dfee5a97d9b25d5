"""The Tab key offers subcommands, options and the names of the course, in a real shell."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from helpers.cli import completion
from tests.cli.conftest import Command
from tests.grading.courses import ROOT, hand_in, small_course

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
    return in_shell(course, tmp_path)


def in_shell(course: Path, place: Path) -> dict[str, str]:
    """Give a course some names, and return an environment with the command on its PATH."""
    for student in ("ann", "anton", "ben"):
        hand_in(course, student)
    (course / "source" / "quiz two").mkdir()
    (course / ".twokernels/history/2026-03-06T17-00-00Z").mkdir(parents=True)
    folder = place / "bin"
    folder.mkdir()
    command = folder / "twokernels"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m helpers.cli "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(folder), os.environ["PATH"]))
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}


OFFERED = {
    "twokernels gra": ["grade"],
    "twokernels ": None,
    "twokernels grade quiz": ["quiz", r"quiz\ two"],
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


ZSHRC = r"""
PS1='> '
HISTFILE=
unset zle_bracketed_paste
eval "$(twokernels --print-completion zsh)"
keep() { print -r -- "$BUFFER" > line }
zle -N keep
bindkey '^O' keep
print ready
"""
"""The README's line, and a key that writes down what stands in the command line."""


def installed(shell_name: str) -> str:
    """Return where a shell is; CI has every one."""
    found = shutil.which(shell_name)
    if not found:
        if os.environ.get("CI"):
            pytest.fail(f"CI is to install Debian's {shell_name}")
        pytest.skip(f"{shell_name} is not installed (Debian: apt install {shell_name})")
    return found


@pytest.fixture(scope="session")
def zsh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pexpect.spawn]:
    """Give a terminal with zsh in a course, which has read the README's line."""
    program = installed("zsh")
    folder = tmp_path_factory.mktemp("zsh")
    course = small_course(folder)
    environment = in_shell(course, folder)
    (folder / ".zshrc").write_text(ZSHRC)
    terminal = pexpect.spawn(
        program, ["-d", "-i"], cwd=str(course), encoding="utf-8", timeout=60,
        env=environment | {"ZDOTDIR": str(folder), "TERM": "dumb"},
    )  # fmt: skip
    terminal.expect_exact("ready")
    terminal.expect_exact("> ")
    yield terminal
    terminal.close(force=True)


def at_tab(zsh: pexpect.spawn, line: str) -> tuple[str, str]:
    """Type a line, press Tab; return the line as it is then, and what the screen has shown."""
    kept = Path(zsh.cwd, "line")
    kept.unlink(missing_ok=True)
    zsh.send(f"\x15{line}\t\x0f")
    shown = ""
    deadline = time.monotonic() + 60
    while not (kept.exists() and kept.read_text().endswith("\n")):
        assert time.monotonic() < deadline, shown
        with contextlib.suppress(pexpect.TIMEOUT):
            shown += zsh.read_nonblocking(4096, timeout=0.05)
    return kept.read_text().removesuffix("\n"), shown


@pytest.mark.parametrize(("line", "wanted"), OFFERED.items(), ids=OFFERED)
def test_zsh_offers_what_is_there_when_tab_is_pressed(
    zsh: pexpect.spawn, line: str, wanted: list[str] | None
) -> None:
    now, shown = at_tab(zsh, line)
    if wanted and len(wanted) == 1:
        assert now.rstrip() == line[: line.rindex(" ") + 1] + wanted[0]
        return
    assert now.startswith(line)
    for name in wanted or ("grade", "diff", "undo", "doctor"):
        assert name.replace("\\", "") in shown, shown


@pytest.mark.parametrize(("line", "wanted"), OFFERED.items(), ids=OFFERED)
def test_fish_offers_what_is_there(
    course: Path, shell: dict[str, str], line: str, wanted: list[str] | None
) -> None:
    """`complete --do-complete` is what fish does at the Tab key."""
    script = f"twokernels --print-completion fish | source\ncomplete --do-complete '{line}'"
    done = subprocess.run(
        [installed("fish"), "--no-config", "-c", script],
        cwd=course, env=shell | {"HOME": str(course)},
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    offered = [word.partition("\t")[0].rstrip() for word in done.stdout.splitlines()]
    if wanted is None:
        assert {"grade", "diff", "undo", "doctor"} <= set(offered), done.stderr
    else:
        assert sorted(offered) == [name.replace("\\", "") for name in wanted], done.stderr


@pytest.mark.parametrize("shell_name", completion.SHELLS)
def test_each_shell_gets_its_script(command: Command, shell_name: str) -> None:
    done = command("--print-completion", shell_name)
    assert done.status == 0
    word = {"bash": "complete ", "zsh": "compdef ", "fish": "complete -"}[shell_name]
    assert word in done.out
    assert "twokernels" in done.out
    program = installed(shell_name)
    assert subprocess.run([program, "-n"], input=done.out.encode()).returncode == 0


def test_a_shell_nobody_knows_is_refused(command: Command) -> None:
    done = command("--print-completion", "dos")
    assert done.status == 2
    assert "invalid choice: 'dos'" in done.err
