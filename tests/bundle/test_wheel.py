"""The wheel is one that pip and others read, and what it needs is pinned."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from helpers.bundle.archive import zipped
from helpers.bundle.edition import student_edition
from helpers.bundle.make import student_wheel
from helpers.bundle.readme import PAGE, readme
from helpers.bundle.requirements import IMPORTED, WORKED_WITH, required, requirements
from helpers.bundle.wheel import Wheel
from helpers.grading.files import write_whole
from tests.bundle.conftest import ROOT


@pytest.fixture(scope="module")
def wheel() -> Wheel:
    return student_wheel(["two_kernels"])


def test_its_name_is_a_wheels(wheel: Wheel) -> None:
    name, number, build, tags = parse_wheel_filename(wheel.file)
    assert (name, str(number), build) == ("twokernels-student", wheel.version, ())
    assert [str(tag) for tag in tags] == ["py3-none-any"]
    assert wheel.version.startswith(f"{version('twokernels')}+h")


def test_its_record_lists_every_file_with_its_digest(wheel: Wheel) -> None:
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (record,) = (name for name in files if name.endswith(".dist-info/RECORD"))
    rows = {
        path: (digest, size) for path, digest, size in csv.reader(files[record].decode().split())
    }
    assert rows.pop(record) == ("", "")
    assert rows.keys() == files.keys() - {record}
    for path, (digest, size) in rows.items():
        told = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).decode()
        assert (f"{digest}=", int(size)) == (f"sha256={told}", len(files[path]))


def test_its_version_follows_its_contents(wheel: Wheel) -> None:
    """Else pip would take next week's wheel for the one that is there."""
    assert student_wheel(["two_kernels"]) == wheel
    assert student_wheel(["pooling"]).version != wheel.version


def test_it_carries_the_licence(wheel: Wheel) -> None:
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("licenses/LICENSE"))
        assert archive.read(name) == (ROOT / "LICENSE").read_bytes()


TRY = """
import importlib, sys
for name in ("reference", "questions", "kernel", "grading", "course", "report", "cli"):
    sys.modules[f"helpers.{name}"] = None  # cannot be imported
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError:
        print(name)
"""


def test_what_cannot_be_imported_without_the_reference_is_left_out_and_nothing_else_is() -> None:
    there = student_edition(["two_kernels"])
    ours = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
        for name in ("explorers", "judging", "student")
        for path in sorted((ROOT / "helpers" / name).rglob("*.py"))
    }
    done = subprocess.run(
        [sys.executable, "-c", TRY, *ours],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    cannot = set(done.stdout.split())
    assert "helpers.explorers.correlation_frame" in cannot
    left_out = {n for n, p in ours.items() if p.relative_to(ROOT).as_posix() not in there}
    assert left_out == cannot


def test_what_is_imported_is_required() -> None:
    closure = _closure(IMPORTED)
    modules = {"IPython": "ipython"}
    for path, content in student_edition(["two_kernels"]).items():
        if path.endswith(".py"):
            for node in ast.walk(ast.parse(content)):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
                for name in (n.partition(".")[0] for n in names):
                    if name not in {*sys.stdlib_module_names, "helpers", "torch"}:
                        assert modules.get(name, name) in closure, f"{path} imports {name}"


def _closure(names: tuple[str, ...]) -> set[str]:
    """Return these packages and all that they require here, as installed."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in found:
            found.add(name)
            for text in requires(name) or ():
                requirement = Requirement(text)
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                    waiting.append(requirement.name)
    return found


def pins(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        pin = Requirement(line)
        found.setdefault(pin.name, set()).add(str(pin.specifier))
    return found


def test_all_that_a_student_installs_is_pinned_as_it_is_for_us() -> None:
    theirs, ours = pins(ROOT / "helpers/bundle/requirements.txt"), pins(ROOT / "constraints.txt")
    assert {name: ours.get(name) for name in theirs} == theirs, "stale; run `make lock`"
    assert _closure((*IMPORTED, *WORKED_WITH)) <= theirs.keys()
    assert not theirs.keys() & {"pytest", "sandlock", "sympy", "twokernels", "rich"}


def test_requirements_name_the_wheel_and_no_address() -> None:
    first, *rest = requirements("a-1-py3-none-any.whl").splitlines()
    assert first == "./a-1-py3-none-any.whl"
    assert not any("//" in line or "@" in line for line in rest)


def test_its_requirements_are_our_own() -> None:
    assert set(map(Requirement, required(*IMPORTED))) <= set(
        map(Requirement, requires("twokernels") or ())
    )


def test_the_page_for_students_begins_with_the_readme() -> None:
    page = (ROOT / "docs/students.md").read_text(encoding="utf-8")
    assert page.startswith(readme(*PAGE)), "run `python -m helpers.bundle.readme`, and put it there"


def test_a_readme_fits_a_narrow_window_and_fills_in_the_names() -> None:
    text = readme(["a", "b"], ["a/a.ipynb", "b/b.ipynb"])
    assert text.startswith("# a, b: how to begin\n")
    assert "    a/a.ipynb\n    b/b.ipynb\n" in text
    assert "$" not in text
    assert max(map(len, text.splitlines())) <= 95


def test_a_zip_is_sorted_and_knows_no_clock() -> None:
    content = zipped({"b": b"2", "a/c": b"1"})
    assert content == zipped({"a/c": b"1", "b": b"2"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["a/c", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "full", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
