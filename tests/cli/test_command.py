"""The command as a shell starts it: in a process of its own, by whoever, on whatever machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_grade import check_schema
from tests.grading.courses import ROOT, hand_in, handed_in, python

UNSHARE_DENIED = """
import ctypes, os, platform, struct, sys
number = {"x86_64": 272, "aarch64": 97}[platform.machine()]
code = b"".join(struct.pack("=HBBI", *step) for step in (
    (0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)))
class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
buffer = ctypes.create_string_buffer(code, len(code))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Program(4, ctypes.addressof(buffer)))) == 0
os.execv(sys.executable, [sys.executable, "-m", "helpers.cli", *sys.argv[1:]])
"""
"""Start the command on a machine that forbids `unshare`, as Docker does."""


def test_two_workers_of_their_own_grade_a_class(course: Path) -> None:
    for i in range(4):
        hand_in(course, f"s{i}", handed_in(double="import os; os._exit(0)") if i == 2 else None)
    hand_in(course, "s4", b"{")
    arguments = ("-m", "helpers.cli", "grade", "quiz", "--workers", "2", "--json", "r.json")
    done = python(course, *arguments)
    assert done.returncode == 1, done.stderr
    result = json.loads((course / "r.json").read_text())
    check_schema(result)
    assert result["workers"] == 2
    scores = {student: entry["score"] for student, entry in result["students"].items()}
    assert scores == {"s0": 10, "s1": 10, "s2": 0, "s3": 10, "s4": None}
    assert done.stdout == ""
    failed, summary = done.stderr.splitlines()
    assert failed.startswith("s4: not graded: the notebook file is not valid JSON")
    assert summary.startswith("quiz: 4 graded in ")


def test_where_nothing_can_be_confined_nothing_is_done(course: Path) -> None:
    hand_in(course, "s1")
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*") if path.is_file()}
    done = python(course, "-c", UNSHARE_DENIED, "grade", "quiz", "--json", "r.json")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    for part in (
        "twokernels grade: submissions cannot be confined here: ", "(unshare)",
        "Linux 6.12 or newer", "docs/security.md", "--unsafe-no-sandbox grades without",
    ):  # fmt: skip
        assert part in line
    after = {path: path.stat().st_mtime_ns for path in course.rglob("*") if path.is_file()}
    assert after == before
    unsafe = python(
        course, "-c", UNSHARE_DENIED, "grade", "quiz", "--json", "r.json", "--unsafe-no-sandbox"
    )
    assert unsafe.returncode == 0, unsafe.stderr
    assert json.loads((course / "r.json").read_text())["sandbox"] == "none"


@pytest.mark.parametrize("name", ["diff", "check"])
def test_where_nothing_can_be_confined_nothing_is_compared_or_checked(
    course: Path, name: str
) -> None:
    hand_in(course, "s1")
    before = sorted(course.rglob("*"))
    if name == "diff":
        unsafe = ("grade", "quiz", "--unsafe-no-sandbox", "--quiet")
        assert python(course, "-c", UNSHARE_DENIED, *unsafe).returncode == 0
        before = sorted(course.rglob("*"))
    done = python(course, "-c", UNSHARE_DENIED, name, "quiz", "--json", "r.json")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    why = "submissions cannot be confined here: user namespaces are not available here (unshare)"
    assert line.startswith(f"twokernels {name}: {why}")
    assert "docs/security.md" in line
    assert ("--unsafe-no-sandbox" in line) == (name == "diff"), "check has no such option"
    assert sorted(course.rglob("*")) == before


def test_where_nothing_can_be_confined_the_doctor_says_so(course: Path) -> None:
    done = python(course, "-c", UNSHARE_DENIED, "doctor")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("twokernels doctor: submissions cannot be confined here: ")
    assert "user namespaces are not available here (unshare)" in line


def test_an_ordinary_user_grades_in_the_same_sandbox(course: Path) -> None:
    """Without any capability, as on a laptop; root enters a user namespace to lose its own."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("util-linux' unshare is not here")
    source = (
        "import os\ntry:\n    open('/etc/passwd')\n    seen = 'open'\n"
        "except PermissionError:\n    seen = 'shut'\n"
        "assert seen == 'shut' and os.getuid() == 1000\ndef double(x):\n    return 2 * x"
    )
    hand_in(course, "s1", handed_in(double=source))
    script = (
        "import os, subprocess, sys\n"
        "status = open('/proc/self/status').read()\n"
        "assert os.getuid() != 0 and 'CapEff:\\t0000000000000000' in status\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from helpers.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    path = course / "grade.py"
    path.write_text(
        f"if __name__ == '__main__':\n    exec({script!r})\n"  # workers import this file anew
    )
    as_user = [unshare, "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*as_user, "true"], capture_output=True).returncode != 0:
        pytest.skip("a user namespace cannot be entered from here")
    done = subprocess.run(
        [*as_user, sys.executable, str(path), "grade", "quiz", "--json", "r.json"],
        cwd=course,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads((course / "r.json").read_text())
    assert result["sandbox"] == "full"
    assert result["students"]["s1"]["score"] == 10, result


@pytest.mark.parametrize("arguments", [[], ["grade", "--help"], ["--help"], ["dance"]])
def test_it_says_how_it_is_used(command: Command, arguments: list[str]) -> None:
    done = command(*arguments) if arguments != ["grade", "--help"] else command("grade", "--help")
    assert done.status == (0 if "--help" in arguments else 2)
    assert "usage: twokernels" in done.out + done.err
    if arguments == ["grade", "--help"]:
        for option in ("--course", "--student", "--workers", "--json", "--force"):
            assert option in done.out


def test_it_knows_its_version(command: Command) -> None:
    done = command("--version")
    assert (done.status, done.out) == (0, f"twokernels {version('twokernels')}\n")
