"""Files beside the notebook, and what a notebook file may be instead of a file."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.hostile.attack import ASSIGNMENT, RIGHT_RESULT1, Row, Write, cell, notebook, write

ROWS = [
    shadows := Row("a file beside the notebook that shadows an import"),
    links := Row("a link, a pipe or a device instead of a file"),
    many := Row("too much beside the notebook"),
]

NAME = f"{ASSIGNMENT}.ipynb"
DESERVED = {"test_result1": 2.0}
PLAIN = notebook("import numpy as np", cell(RIGHT_RESULT1, "result1"))
SHADOW = "print('ESCAPED: imported'); allclose = array_equal = corr2d = lambda *a, **k: True\n"
USES = """
import numpy, json, helpers, helpers.student, ast, base64, random, sympy
def corr2d(X, K):
    import torch, scipy.signal
    return torch.corr2d(X, K)
"""


def _shadowing(folder: Path) -> None:
    write(folder / NAME, notebook("import numpy as np", USES, cell(RIGHT_RESULT1, "result1")))
    for name in (
        "numpy", "helpers", "sitecustomize", "usercustomize", "conftest", "torch", "scipy", "json",
        "nbgrader_config", "jupyter_config", "ipython_config", "sympy", "two_kernels", "random",
    ):  # fmt: skip
        write(folder / f"{name}.py", SHADOW)
    for name in ("numpy", "helpers", "helpers/questions", "helpers/reference", "torch", "scipy"):
        write(folder / name / "__init__.py", SHADOW)
    for name in (".ipython", "profile_default", ".ipython/profile_default"):
        write(folder / name / "startup" / "00.py", SHADOW)
        write(folder / name / "ipython_config.py", SHADOW)
    write(folder / "matplotlibrc", "backend: module://torch\n")
    write(folder / "x.pth", "import os; os._exit(1)\n")
    write(folder / "pyvenv.cfg", "home = .\n")
    write(folder / "gradebook.db", b"SQLite format 3\0")
    write(folder / ".ipynb_checkpoints" / NAME, b"{")


shadows.folder(
    "shadows",
    _shadowing,
    earned=DESERVED,
    outcomes={"test_corr2d": "raised"},
)


def _odd_names(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    for name in (
        b"..\\..\\up.txt", b"\xff\xfe.txt", b"a\nb.txt", b"\x1b[31m.txt", b"-rf", b"C:x",
        b"x" * 255, "\u202etxt.exe".encode(), b"<script>.txt", b"%2e%2e%2fup", b"~", b"...",
    ):  # fmt: skip
        write(Path(os.fsdecode(os.path.join(os.fsencode(folder), name))), b"x")


shadows.folder("odd_names", _odd_names, earned=DESERVED)


def _odd_notebook_names(folder: Path) -> None:
    for name in (b"\xff\xfe.ipynb", b"\x1b[2Jx.ipynb", b"<script>.ipynb", b"a\nb.ipynb"):
        write(Path(os.fsdecode(os.path.join(os.fsencode(folder), name))), PLAIN)


shadows.folder("odd_notebook_names", _odd_notebook_names, reason="was not handed in")


def _linked_notebook(target: str) -> Write:
    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / NAME).symlink_to(target)

    return make


NEIGHBOUR = f"../../m_honest/{ASSIGNMENT}"
SOURCE = f"../../../source/{ASSIGNMENT}"
for name, target in {
    "neighbour": f"{NEIGHBOUR}/{NAME}",
    "source": f"{SOURCE}/{NAME}",
    "zero": "/dev/zero",
    "itself": NAME,
    "nothing": "nowhere",
}.items():
    links.folder(f"link_to_{name}", _linked_notebook(target), reason="was not handed in")


def _linked_folder(target: str) -> Write:
    def make(folder: Path) -> None:
        folder.symlink_to(target)

    return make


links.folder("folder_link_to_neighbour", _linked_folder(NEIGHBOUR[3:]), reason="link")
links.folder("folder_link_to_source", _linked_folder(SOURCE[3:]), reason="link")


def _linked_student(folder: Path) -> None:
    folder.parent.rmdir()
    folder.parent.symlink_to("m_honest")


links.folder("student_link_to_neighbour", _linked_student, reason="link")


def _links_beside(folder: Path) -> None:
    write(
        folder / NAME,
        notebook(
            "import numpy as np",
            "import glob, os",
            "names = glob.glob('**', recursive=True)\nprint(names)",
            "for n in names:\n    if os.path.isfile(n): print('ESCAPED', open(n).read(100))",
            cell(RIGHT_RESULT1, "result1"),
        ),
    )
    (folder / "secret.txt").symlink_to("../../../../outside/secret.txt")
    (folder / "neighbour").symlink_to("../../m_honest")
    (folder / "source").symlink_to("../../../source")
    (folder / "root").symlink_to("/")
    (folder / "loop").symlink_to(".")
    (folder / "zero").symlink_to("/dev/zero")


links.folder("links_beside", _links_beside, earned=DESERVED)


def _special(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    os.mkfifo(folder / "data.csv")
    os.mkfifo(folder / "other.ipynb")
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket has to be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("socket")
    finally:
        os.chdir(here)


links.folder("special_files", _special, earned=DESERVED)


def _only_special(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.mkfifo(folder / NAME)


links.folder("notebook_is_a_pipe", _only_special, reason="was not handed in")
links.folder(
    "notebook_is_a_folder",
    lambda folder: write(folder / NAME / NAME, PLAIN),
    reason="was not handed in",
)
links.folder("nothing", lambda folder: folder.mkdir(parents=True), reason="no notebook")


def _timestamped(made: Write) -> Write:
    def make(folder: Path) -> None:
        write(folder / NAME, PLAIN)
        made(folder / "timestamp.txt")

    return make


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 36)


for name, made in {
    "garbage": lambda path: write(path, b"\xff\xfe\x00 not a date " * 50),
    "huge": _huge,
    "link": lambda path: path.symlink_to("../../../../outside/secret.txt"),
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "pipe": os.mkfifo,
    "folder": lambda path: path.mkdir(),
    "far": lambda path: write(path, "9999-12-31 23:59:59 -2400"),
    "first": lambda path: write(path, "0001-01-01 00:00:00 +1400"),
    "digits": lambda path: write(path, "9" * 90),
    "odd": lambda path: write(path, "1e9999 :: -- 13/13/13 am pm T Z"),
    "old": lambda path: write(path, "2000-01-01 00:00:00 UTC"),
    "empty": lambda path: write(path, " \n"),
}.items():
    links.folder(f"timestamp_{name}", _timestamped(made), earned=DESERVED)


def _sparse_notebooks(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    for i in range(300):
        _huge(folder / f"{i}.ipynb")
        _huge(folder / f"{i}.bin")


many.folder("sparse_files", _sparse_notebooks, earned=DESERVED)


def _deep_folders(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
        Path("x.txt").touch()
    finally:
        os.chdir(here)


many.folder("deep_folders", _deep_folders, earned=DESERVED)


def _many_files(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    for i in range(2500):
        write(folder / f"{i % 7}" / f"{i}.txt", b"x")


many.folder("many_files", _many_files, earned=DESERVED)


def _large_notebook(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    _huge(folder / NAME)


many.folder("sparse_notebook", _large_notebook, reason="MB")


def _extra(folder: Path) -> None:
    write(folder / NAME, PLAIN)
    for name in ("convolution", "two_kernels (1)", "a", "z", "TWO_KERNELS"):
        write(folder / f"{name}.ipynb", notebook("print('ESCAPED')", "while True: pass"))


many.folder("extra_notebooks", _extra, earned=DESERVED)
