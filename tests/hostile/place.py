"""Where the hostile class lives: a course, a home, files and listeners it must not reach."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import select
import shutil
import socket
import stat
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook

from examples.build import build_class, load_class
from tests.hostile.attack import ASSIGNMENT, Attack

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"call_seconds": 1.5, "notebook_seconds": 9, "memory_bytes": 250 << 20}
HONEST = {
    "a_honest": "perfect_loops",
    "m_honest": "perfect_vectorised",
    "z_honest": "perfect_loops",
}
KINDS = ("hidden", "solution", "outside", "environment", "neighbour", "gradebook", "home")
MAX_DEPTH = 100
SOURCE = f"source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"


@dataclass(frozen=True)
class Place:
    """One folder that holds everything; `canaries` are texts that nothing may repeat."""

    root: Path
    canaries: dict[str, str]
    listeners: dict[str, socket.socket]

    @property
    def outside(self) -> Path:
        """A folder of the instructor's beside the course."""
        return self.root / "outside"

    @property
    def home(self) -> Path:
        """The instructor's home."""
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        """Where grading may keep what it throws away."""
        return self.root / "tmp"

    @property
    def places(self) -> dict[str, str]:
        """What an attack's text may name."""
        address = {name: made.getsockname() for name, made in self.listeners.items()}
        return {
            "@REPO@": str(ROOT),
            "@OUTSIDE@": str(self.outside),
            "@HOME@": str(self.home),
            "@ROOT@": str(self.root),
            "@TCP@": str(address["tcp"][1]),
            "@UDP@": str(address["udp"][1]),
            "@STREAM@": str(address["stream"]),
            "@DGRAM@": str(address["dgram"]),
            "@ABSTRACT@": address["abstract"][1:].decode(),
        }

    def heard(self) -> list[str]:
        """Name the listeners that somebody has tried to reach."""
        ready, _, _ = select.select(list(self.listeners.values()), [], [], 0)
        return [name for name, made in self.listeners.items() if made in ready]

    def run(self, *command: str, seconds: float = 400) -> subprocess.CompletedProcess[str]:
        """Run a program of the virtual environment as the instructor would."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
        kept.pop("PYTHONWARNINGS", None)
        bin_ = Path(sys.executable).parent
        here = {
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "TWOKERNELS_CANARY": self.canaries["environment"],
        }
        return subprocess.run(
            [str(bin_ / command[0]), *command[1:]],
            cwd=self.root,
            env=kept | here,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
        )

    def left_over(self) -> list[str]:
        """List the processes that grading in this place has left, and its temporary files."""
        mark = str(self.temporary).encode()
        found = [path.name for path in self.temporary.iterdir() if "notebook" in path.name]
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = process.read_bytes()
            except OSError:
                continue
            if mark in line:
                found.append(line.decode(errors="replace"))
        return found


@contextmanager
def open_place(root: Path) -> Iterator[Place]:
    """Make the folders, the canaries and the listeners."""
    canaries = {kind: f"canary-{kind}-{secrets.token_hex(6)}" for kind in KINDS}
    for name in ("outside", "home", "tmp"):
        (root / name).mkdir()
    (root / "outside" / "secret.txt").write_text(canaries["outside"])
    (root / "outside" / "victim.txt").write_text("as it was")
    (root / "home" / "secret.txt").write_text(canaries["home"])
    kinds = {
        "tcp": (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
        "udp": (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
        "stream": (socket.AF_UNIX, socket.SOCK_STREAM, str(root / "outside" / "stream")),
        "dgram": (socket.AF_UNIX, socket.SOCK_DGRAM, str(root / "outside" / "dgram")),
        "abstract": (socket.AF_UNIX, socket.SOCK_DGRAM, f"\0hostile-{secrets.token_hex(6)}"),
    }
    listeners = {}
    try:
        for name, (family, kind, address) in kinds.items():
            listeners[name] = socket.socket(family, kind)
            listeners[name].bind(address)
            if kind is socket.SOCK_STREAM:
                listeners[name].listen()
        yield Place(root, canaries, listeners)
    finally:
        for made in listeners.values():
            made.close()
        for deep in root.glob("*/submitted/h_deep_folders"):  # too deep for Python to remove
            subprocess.run(["rm", "-rf", deep], check=True)


def make_course(place: Place, name: str) -> Path:
    """Make a course with its canaries and the honest students; return its folder."""
    course = place.root / name
    shutil.copytree(ROOT / "source" / ASSIGNMENT, course / "source" / ASSIGNMENT)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    config += f"\nc.TwoKernels.limits = {LIMITS}\nc.TwoKernels.workers = 2\n"
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    path = course / SOURCE
    text = path.read_text(encoding="utf-8")
    for mark, kind in (("### BEGIN HIDDEN TESTS", "hidden"), ("### BEGIN SOLUTION", "solution")):
        text = text.replace(f"{mark}\\n", f"{mark}\\n# {place.canaries[kind]}\\n")
    path.write_text(text, encoding="utf-8")
    made = place.run("nbgrader", "generate_assignment", ASSIGNMENT, f"--course-dir={course}")
    assert made.returncode == 0, made.stdout
    students = load_class()
    build_class(course, [ASSIGNMENT], [replace(students[of], id=id_) for id_, of in HONEST.items()])
    _plant(course, place)
    return course


def _plant(course: Path, place: Place) -> None:
    neighbour = course / "submitted" / "m_honest" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    content = json.loads(neighbour.read_text(encoding="utf-8"))
    content["cells"][0]["source"] = place.canaries["neighbour"]
    neighbour.write_text(json.dumps(content), encoding="utf-8")
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_student("earlier")
        submission = gradebook.update_or_create_submission(ASSIGNMENT, "earlier")
        for comment in submission.notebooks[0].comments:
            comment.manual_comment = place.canaries["gradebook"]
        gradebook.db.commit()


@contextmanager
def open_gradebook(course: Path) -> Iterator[Gradebook]:
    """Open a course's gradebook; SQLAlchemy warns of nbgrader's queries."""
    with (
        warnings.catch_warnings(action="ignore"),
        Gradebook(f"sqlite:///{course}/gradebook.db", "two-kernels") as gradebook,
    ):
        yield gradebook


def hand_in(place: Place, course: Path, attacks: Iterable[Attack]) -> None:
    """Write the hostile submissions of a course."""
    for attack in attacks:
        folder = course / "submitted" / attack.student / ASSIGNMENT
        folder.parent.mkdir(parents=True, exist_ok=True)
        attack.write(folder)
        for path in folder.glob("*.ipynb") if not folder.is_symlink() else ():
            if path.is_symlink() or not path.is_file() or path.stat().st_size > 1 << 20:
                continue
            content = path.read_bytes()
            for name, value in {**place.places, "@COURSE@": str(course)}.items():
                content = content.replace(name.encode(), value.encode())
            path.write_bytes(content)


def snapshot(*roots: Path, but: Iterable[str] = ()) -> dict[str, tuple[object, ...]]:
    """Describe every file below some folders: kind, rights, owner, times, attributes, content."""
    seen: dict[str, tuple[object, ...]] = {}
    for root in roots:
        skipped = {str(root / name) for name in but}
        for parent, folders, names in os.walk(root):
            folders[:] = [name for name in folders if os.path.join(parent, name) not in skipped]
            if parent.count(os.sep) > MAX_DEPTH:  # os.walk calls itself for every folder
                folders.clear()
            for name in (*folders, *names):
                path = os.path.join(parent, name)
                if path not in skipped:
                    seen[path] = _describe(path)
    return seen


def _describe(path: str) -> tuple[object, ...]:
    info = os.lstat(path)
    what: object = None
    if stat.S_ISLNK(info.st_mode):
        what = os.readlink(path)
    elif stat.S_ISREG(info.st_mode) and info.st_size < 1 << 24:
        what = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    time = None if stat.S_ISDIR(info.st_mode) else info.st_mtime_ns
    attributes = os.listxattr(path, follow_symlinks=False)
    return (info.st_mode, info.st_uid, info.st_gid, info.st_size, time, tuple(attributes), what)
