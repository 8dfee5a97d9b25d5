"""People with names, user ids and homes of their own, as on a machine that a class shares.

Each command of theirs is a process in a mount namespace, where `/etc/passwd` knows them and what
they need of Python is in reach even when it lies in somebody's closed home.  So nothing of the
machine itself is changed, and the same works on any.
"""

from __future__ import annotations

import functools
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_ID = 30_000

_ROOT = ("unshare", "--mount")
WAYS: dict[str, tuple[str, ...]] = {
    "users": _ROOT,
    "users-by-sudo": ("sudo", "-n", *_ROOT),
    "subordinate-users": ("unshare", "--user", "--map-root-user", "--map-auto", "--mount"),
}
"""How to become somebody else, best first: real user ids as root, or those of a namespace."""

ONE_USER = "one-user-id"
"""Without any of these, all have the same rights, and only what does not need rights is shown."""


@functools.cache
def way() -> str:
    """Find the first way that works on this machine."""
    for name, command in WAYS.items():
        become = ("setpriv", "--reuid", str(FIRST_ID), "--clear-groups", "true")
        try:
            if subprocess.run([*command, *become], capture_output=True).returncode == 0:
                return name
        except OSError:
            continue
    return ONE_USER


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    said: str


@dataclass(frozen=True)
class Person:
    """Somebody on the machine, who can do only what this user id can."""

    name: str
    uid: int
    home: Path
    enter: tuple[str, ...]
    idle: list[subprocess.Popen[str]] = field(default_factory=list, repr=False)

    def run(self, *command: str | Path, given: bytes = b"") -> Done:
        """Run a command at home."""
        done = subprocess.run(
            [*self.enter, *map(str, command)], input=given, capture_output=True, timeout=120
        )
        return Done(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))

    def do(self, *command: str | Path, given: bytes = b"") -> Done:
        """Run a command at home that must go well."""
        done = self.run(*command, given=given)
        assert done.status == 0, f"{self.name}: {command}: {done.said}"
        return done

    def python(self, code: str, *arguments: str | Path) -> Done:
        """Run a few lines of Python that must go well."""
        return self.do(sys.executable, "-c", code, *arguments)

    def nbgrader(self, *arguments: str) -> Done:
        """Run nbgrader in a process of its own, whatever becomes of it."""
        try:
            shell = self.idle.pop()
        except IndexError:
            command = [*self.enter, sys.executable, "-m", "tests.exchange.shell"]
            pipe = subprocess.PIPE
            shell = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")
        assert shell.stdin is not None
        assert shell.stdout is not None
        print(json.dumps(arguments), file=shell.stdin, flush=True)
        done = Done(**json.loads(shell.stdout.readline()))
        self.idle.append(shell)
        return done

    def leave(self) -> None:
        """Close the terminals."""
        while self.idle:
            self.idle.pop().communicate()

    def write(self, path: str, content: bytes) -> None:
        """Write a file below the home."""
        self.do("sh", "-c", 'cat > "$1"', "sh", path, given=content)

    def read(self, path: str | Path) -> bytes:
        """Read a file below the home, or that is in reach of everybody."""
        done = subprocess.run([*self.enter, "cat", str(path)], capture_output=True, timeout=60)
        assert done.returncode == 0, f"{self.name}: {path}: {done.stderr!r}"
        return done.stdout


class Machine:
    """A folder with homes, whose owners are users of their own."""

    def __init__(self, names: Iterable[str]) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="machine-"))
        self.place.chmod(0o755)
        self.names = tuple(names)
        ids = {name: FIRST_ID + n for n, name in enumerate(self.names)}
        accounts = Path("/etc/passwd").read_text("utf-8").rstrip("\n").splitlines()
        accounts += [
            f"{name}:x:{uid}:{uid}::{self.place / name}:/bin/sh" for name, uid in ids.items()
        ]
        (self.place / "passwd").write_text("\n".join(accounts) + "\n")
        self.people = {name: self._person(name, uid) for name, uid in ids.items()}
        make = "".join(
            f"mkdir -m 700 {self.place / name}; chown {uid}:{uid} {self.place / name};"
            for name, uid in ids.items()
            if way() != ONE_USER
        )
        for name in ids if way() == ONE_USER else ():
            (self.place / name).mkdir(mode=0o700)
        self.as_root(make)

    def as_root(self, script: str) -> None:
        """Run a shell script with every right over the homes."""
        subprocess.run([*WAYS.get(way(), ()), "sh", "-ec", script], check=True)

    def close(self) -> None:
        """Have everybody leave, and remove the folder."""
        with ThreadPoolExecutor(len(self.people)) as pool:
            list(pool.map(Person.leave, self.people.values()))
        self.as_root(f"find {shlex.quote(str(self.place))} -mindepth 1 -delete")
        shutil.rmtree(self.place)

    def _person(self, name: str, uid: int) -> Person:
        home = self.place / name
        environment = {
            "HOME": home,
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": ROOT,
            "PYTHONDONTWRITEBYTECODE": 1,
            "LANG": "C.UTF-8",
            "JUPYTER_CONFIG_DIR": home / ".jupyter",
            "JUPYTER_DATA_DIR": home / ".data",
            "JUPYTER_RUNTIME_DIR": home / ".runtime",
            "IPYTHONDIR": home / ".ipython",
            "MPLCONFIGDIR": home / ".matplotlib",
            "OMP_NUM_THREADS": 1,
            "OPENBLAS_NUM_THREADS": 1,
        }
        unshare: tuple[str, ...] = WAYS.get(way(), ())
        become = f"setpriv --reuid {uid} --regid {uid} --clear-groups"
        if way() == ONE_USER:
            unshare = ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")
            unshare += ("--keep-caps", "--mount")
            become = "setpriv --inh-caps -all --ambient-caps -all"
        values = (f"{key}={value}" for key, value in environment.items())
        script = f'{_mounts(self.place)} cd {home}; exec {become} env -i "$@"'
        return Person(name, uid, home, (*unshare, "sh", "-ec", script, "sh", *values))


def _mounts(place: Path) -> str:
    """Give shell lines that make Python, its packages and this repository readable to everybody."""
    lines = [f"mount --bind {place}/passwd /etc/passwd;"]
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, ROOT)}
    behind: dict[Path, list[Path]] = {}
    for path in sorted(needed):
        closed = [door for door in reversed(path.parents) if not door.stat().st_mode & 0o001]
        if closed:
            behind.setdefault(closed[0], []).append(path)
    for door, paths in behind.items():
        held = {path: place / "held" / str(n) for n, path in enumerate(paths)}
        for path, hold in held.items():
            hold.mkdir(parents=True, exist_ok=True)
            lines.append(f"mount --rbind {shlex.quote(str(path))} {hold};")
        lines.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(door))};")
        for path, hold in held.items():
            quoted = shlex.quote(str(path))
            lines.append(f"mkdir -p {quoted}; mount --rbind {hold} {quoted};")
    return " ".join(lines)
