"""What tests take in place of a command is like the command: statuses, streams, folder, its end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import warm_commands


def run(command: list[str], folder: Path, **more: str) -> tuple[int, str, str]:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | more, input="asked\n", capture_output=True, text=True
    )
    return done.returncode, done.stdout, done.stderr


def warm(name: str, *arguments: str) -> list[str]:
    return [str(warm_commands.folder() / name), *arguments]


def test_it_says_and_ends_as_the_real_command(tmp_path: Path) -> None:
    real = [str(Path(sys.executable).parent / "twokernels"), "undo", "quiz", "--list"]
    found = run(warm("twokernels", *real[1:]), tmp_path)
    assert found == run(real, tmp_path)
    assert found[0] == 2


SAYS = """
import os, sys
print(os.getcwd(), os.environ["WHO"], sys.stdin.read().strip())
print("aside", file=sys.stderr)
sys.exit(3)
"""


def test_streams_folder_environment_and_status_are_the_callers(tmp_path: Path) -> None:
    found = run(warm("warm-python", "-c", SAYS), tmp_path, WHO="ann")
    assert found == (3, f"{tmp_path} ann asked\n", "aside\n")


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [("1 / 0", 1, "ZeroDivisionError"), ("import os; os.kill(os.getpid(), 9)", -9, "")],
)
def test_whatever_ends_it_is_told(tmp_path: Path, code: str, status: int, said: str) -> None:
    found, _, error = run(warm("warm-python", "-c", code), tmp_path)
    assert found == status
    assert said in error


def test_it_ends_with_its_caller() -> None:
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    with subprocess.Popen(warm("warm-python", "-c", code), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        behind = Path(f"/proc/{int(process.stdout.readline())}/cwd")
        assert behind.exists()
        process.kill()
    deadline = time.monotonic() + 20
    while behind.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not behind.exists()
