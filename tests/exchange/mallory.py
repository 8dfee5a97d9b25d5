"""A student of the class who attacks it, with nothing but the rights of a student."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exchange.people import ONE_USER, way

ASSIGNMENTS = ("two_kernels", "convolution")
SECRETS = ("gradebook.db", "source/two_kernels/two_kernels.ipynb", "submitted", "feedback")

if TYPE_CHECKING:
    from tests.exchange.cycle import Cycle

VICTIM = "perfect_vectorised"
LATER = "2999-01-01 00:00:00.000000 UTC"

PUT = """
import json, os, sys
from pathlib import Path
inbound, course, victim, later = sys.argv[1:]
notebook = json.loads(Path("two_kernels/two_kernels.ipynb").read_text())
look = '''
import os
for name in sorted(os.listdir(".")):
    print("FOUND", name)
    try:
        print(open(name, "rb").read().decode("latin-1"))
    except OSError as error:
        print(error)
print("LOOKED")
'''
notebook["cells"].append(
    {"cell_type": "code", "id": "look", "source": look, "metadata": {}, "outputs": [],
     "execution_count": None}
)

def put(name, **files):
    folder = Path(inbound, name)
    folder.mkdir()
    (folder / "two_kernels.ipynb").write_text(json.dumps(notebook))
    return folder

# In her own name: links to what only the instructor may read, a huge file, a pipe, and garbage.
own = put("mallory+two_kernels+2026-01-01 00:00:00.000000 UTC+own")
(own / "gradebook.db").symlink_to(Path(course, "gradebook.db"))
(own / "key.txt").symlink_to(Path(course, "source/two_kernels/two_kernels.ipynb"))
(own / "course").symlink_to(course)
(own / "timestamp.txt").write_bytes(b"\\xff\\x00 yesterday, I swear" * 1000)
(own / "submission_secret.txt").symlink_to(Path(course, "nbgrader_config.py"))
os.mkfifo(own / "pipe")
with open(own / "huge.bin", "wb") as file:
    file.truncate(1 << 40)
# What is no submission at all.
put("mallory+two_kernels+when I like+x")
put("mal\\nlory+two_kernels+" + later + "+x")
put("nobody here+two_kernels+" + later + "+x")
Path(inbound, "mallory+two_kernels+" + later + "+file").write_text("no folder")
Path(inbound, "mallory+two_kernels+" + later + "+link").symlink_to(course)
# A later one of hers that nobody can copy.
locked = put("mallory+convolution+" + later + "+locked")
locked.chmod(0)
"""

LOOK = """
import os, sys
for path in sys.argv[1:]:
    for name, call in (("list", os.listdir), ("read", lambda p: open(p, "rb").read())):
        try:
            call(path)
            print("GOT", name, path)
        except OSError as error:
            print("refused", name, path, error.strerror)
"""


def attack(cycle: Cycle) -> None:
    """Hand in for somebody else, and put into the exchange what nbgrader never would."""
    if way() != ONE_USER:
        arguments = ("submit", "two_kernels", f"--student={VICTIM}")
        cycle.must("submit as another", cycle.mallory, *arguments)
    cycle.mallory.python(PUT, f"{cycle.exchange}/inbound", cycle.teacher.home, VICTIM, LATER)


def spy(cycle: Cycle) -> None:
    """Look for what is others', once feedback is out."""
    names = cycle.teacher.do("ls", f"{cycle.exchange}/inbound").said.splitlines()
    theirs = next(name for name in names if name.startswith(f"{VICTIM}+two_kernels"))
    home = cycle.machine.people[VICTIM].home
    cycle.said["spying"] = cycle.mallory.python(
        LOOK,
        f"{cycle.exchange}/inbound",
        f"{cycle.exchange}/feedback",
        # All that a student can know; the last part of the name is drawn at random.
        f"{cycle.exchange}/inbound/{theirs.rpartition('+')[0]}",
        home / ".data/nbgrader_cache",
        home / "two_kernels",
        *(cycle.teacher.home / path for path in SECRETS),
    )
    arguments = ("fetch_feedback", *ASSIGNMENTS, f"--student={VICTIM}")
    cycle.take("feedback of another", cycle.mallory, *arguments)
