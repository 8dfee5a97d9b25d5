"""The alarm works: without the sandbox, the same checks find what a submission did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.hostile.attack import ASSIGNMENT, Row
from tests.hostile.conftest import WRITTEN
from tests.hostile.judge import escaped, leaked, student_outputs, undeserved
from tests.hostile.place import hand_in, open_place, snapshot

row = Row("attacks that do no harm where nothing holds them")
row.add(
    "steals",
    """
import sys
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Guard"]
from helpers.reference import corr2d
""",
)
row.add(
    "reads_and_writes",
    """
attempt("a file outside", lambda: open("@OUTSIDE@/secret.txt").read())
attempt("a new file", lambda: open("@OUTSIDE@/new.txt", "w").write("x"))
attempt("rights", lambda: os.chmod("@OUTSIDE@/victim.txt", 0o777))
attempt("the environment", lambda: open(f"/proc/{os.getppid()}/environ").read())
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", @TCP@), 1).send(b"x"))
attempt("a socket of a pair", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0]
    .sendto(b"x", "@DGRAM@"))
attempt("fork", lambda: os.waitpid(os.fork() or os._exit(0), 0))
attempt("a name that is not there", lambda: no_such_name)
""",
)


def test_without_the_sandbox_the_checks_fail(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    steals, reads = row.attacks
    with open_place(tmp_path_factory.mktemp("alarm")) as place:
        course, result = place.root / "course", place.root / "result.json"
        shutil.copytree(template, course)
        hand_in(place, course, row.attacks)
        before = snapshot(course, place.outside, but=WRITTEN)
        options = ["--course", str(course), "--json", str(result), "--unsafe-no-sandbox"]
        for attack in row.attacks:
            options += ["--student", attack.student]
        done = place.run("twokernels", "grade", ASSIGNMENT, *options)
        after = snapshot(course, place.outside, but=WRITTEN)
        heard = place.heard()
        canaries = place.canaries
    assert done.returncode == 0, done.stdout
    students = json.loads(result.read_text(encoding="utf-8"))["students"]
    assert undeserved(steals, students[steals.student]) == [
        "test_corr2d earned 4.0, deserved 0.0",
        "test_corr2d is correct",
        "the total is 4.0",
    ]
    path = course / "autograded" / reads.student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = escaped(reads, notebook)
    assert len([line for line in found if line.startswith("ESCAPED")]) == len(reads.tries) - 1
    assert "a name that is not there was stopped by its own NameError" in found
    assert leaked(student_outputs(notebook), canaries) == ["outside"]
    assert sorted(heard) == ["dgram", "tcp"]
    changed = {Path(p).name for p in {*before, *after} if before.get(p) != after.get(p)}
    assert {"new.txt", "victim.txt"} <= changed
