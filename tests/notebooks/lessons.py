"""The lessons as data: their cells, their exercises, the answers folded into them."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
LESSONS = [path.stem for path in sorted(FOLDER.glob("*.ipynb"))]

MAY_FAIL = "raises-exception"  # the tag by which JupyterLab and nbclient go on after an error
EXPLORER = re.compile(r"^(Correlation|Backward|TwoKernels|Pooling|explore)\(", re.MULTILINE)
FOLD = re.compile(r"<details>\n<summary>([^<\n]+)</summary>\n\n(.*?)\n\n</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@functools.cache
def read(lesson: str) -> NotebookNode:
    """Return a lesson as it is stored."""
    return nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=nbformat.NO_CONVERT)


def cells(nb: NotebookNode, kind: str) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == kind]


def prose(lesson: str) -> str:
    """Return all of a lesson's Markdown with single spaces."""
    return " ".join(" ".join(cell.source for cell in cells(read(lesson), "markdown")).split())


def name_of(check: NotebookNode) -> str:
    """Return the name that a check's cell checks."""
    found = re.fullmatch(r'check\("(\w+)", \1\)', check.source)
    assert found, check.source
    return found[1]


def checks(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in cells(nb, "code") if re.search(r"^check\(", cell.source, re.MULTILINE)]


def answers(lesson: str) -> dict[str, str]:
    """Return the folded answer of each exercise: its name and its code."""
    found = {}
    for cell in cells(read(lesson), "markdown"):
        for summary, body in FOLD.findall(cell.source):
            name = summary.removeprefix("Answer: ")
            if re.fullmatch(r"[a-z0-9_]+", name) and (code := CODE.search(body)):
                found[name] = code[1]
    return found


def answered(lesson: str) -> NotebookNode:
    """Return a lesson in which a learner has copied every folded answer."""
    nb = nbformat.from_dict(read(lesson))
    for name, code in answers(lesson).items():
        cell = next(cell for cell in nb.cells if cell.id == f"write-{name.replace('_', '-')}")
        cell.source = code
    return nb


def executed(nb: NotebookNode) -> NotebookNode:
    """Run a copy of a notebook from top to bottom, in the lessons' folder."""
    copy = nbformat.from_dict(nb)
    resources: dict[str, Any] = {"metadata": {"path": str(FOLDER)}}
    return NotebookClient(copy, timeout=120, resources=resources).execute()


def outputs(nb: NotebookNode, kind: str) -> dict[str, str]:
    """Return the text of each code cell's outputs of one kind: "error", "stdout" or "stderr"."""
    texts: dict[str, str] = {}
    for cell in cells(nb, "code"):
        for output in cell.outputs:
            if output.get("name", output.output_type) == kind:
                text = output.get("text") or f"{output.ename}: {output.evalue}"
                texts[cell.id] = texts.get(cell.id, "") + text
    return texts
