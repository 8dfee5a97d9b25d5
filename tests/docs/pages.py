"""The commands of a page of documentation, as a reader would copy them."""

from __future__ import annotations

import os
import re
import subprocess
import textwrap
from pathlib import Path

from tests import warm_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
PROGRAMS = "twokernels|nbgrader|make|jupyter|python|pip|dask|sudo|sysctl"


def page(name: str) -> Path:
    """Return a page by its name: `README` or one of docs/."""
    return ROOT / "README.md" if name == "README" else ROOT / "docs" / f"{name}.md"


def commands(page: Path) -> list[str]:
    """Return every command of a page's shell blocks, continued lines joined, without comments."""
    lines = "\n".join(blocks(page, "bash")).replace("\\\n", " ").splitlines()
    return [line for line in (re.sub(r"\s+#.*", "", line).strip() for line in lines) if line]


def blocks(page: Path, language: str) -> list[str]:
    """Return the text of a page's blocks in one language."""
    found = BLOCK.findall(page.read_text("utf-8"))
    return [textwrap.dedent(text) for name, text in found if name == language]


def indented(page: Path) -> list[str]:
    """Return the lines a page sets apart by four blanks, as the student's own page does."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    return re.findall(r"^ {4}(?! *[-*\d])(\S.*)$", text, re.MULTILINE)


def inline(page: Path) -> list[str]:
    """Return the whole commands that stand in a page's sentences.

    A program and its subcommand alone is a name, where the subcommand needs more.
    """
    found = re.findall(r"`([^`\n]+)`", BLOCK.sub("", page.read_text("utf-8")))
    whole = [text for text in found if re.match(rf"({PROGRAMS}|eval|\.venv/bin/\w+) ", text)]
    return [text for text in dict.fromkeys(whole) if not NAMES_ONLY.fullmatch(text)]


NAMES_ONLY = re.compile(
    r"twokernels (grade|diff|undo|new|check|bundle|report|marks|roster|kernel)( --\w+)*"
    r"|nbgrader (autograde|collect|zip_collect|generate_assignment|submit)|python3? -m venv"
)


def typed(line: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Type a line of a page in a folder, in a shell whose PATH leads to this environment."""
    path = warm_commands.path()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONWARNINGS"}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder, env=environment | {"PATH": path, "PYTHONPATH": str(ROOT)} | more,
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=240,
    )  # fmt: skip


def must(line: str, folder: Path, *allowed: int, **more: str) -> str:
    """Type a line that must go well; return all that it said."""
    done = typed(line, folder, **more)
    assert done.returncode in (allowed or (0,)), f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
