"""What a notebook file says about itself, or fails to be."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.attack import RIGHT_RESULT1, ZEROS, Row, as_write, cell, notebook

ROWS = [
    cells := Row("metadata and order of test cells"),
    broken := Row("a notebook file that is none"),
]

DESERVED = {"test_result1": 2.0}
ANSWER = cell(RIGHT_RESULT1, "result1")
WRONG = cell(ZEROS, "corr2d")


def marked(source: str, grade_id: str, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """Make a cell with nbgrader's marks as a student may write them."""
    made = cell(source, kind=kind)
    made["metadata"] = {
        "nbgrader": {"schema_version": 3, "grade_id": grade_id, "grade": True, **marks},
        "tags": ["skip-execution", "remove-cell", "hide"],
        "deletable": False,
        "editable": True,
        "twokernels": {"outcome": "correct", "score": 4.0, "for_markers": True},
    }
    return made


def handed(name: str, *parts: Any, **expected: Any) -> None:
    """Add a notebook of exactly these cells to the rows on metadata."""
    cells.folder(name, as_write(notebook("import numpy as np", *parts)), **expected)


handed("skip_execution", WRONG, marked("assert True", "test_corr2d", locked=False))
handed("test_replaced", WRONG, marked("4.0", "test_corr2d", points=100, locked=False))
handed(
    "points_changed",
    WRONG,
    marked("x", "test_corr2d", points=1e308, max_score=1e308),
    marked("x", "test_result1", points=-5),
    marked("x", "test_result2", points="NaN"),
)
handed("retyped", WRONG, marked("4.0", "test_corr2d", kind="markdown", cell_type="markdown"))
handed("retyped_raw", WRONG, marked("4.0", "test_corr2d", kind="raw"))
handed("as_solution", WRONG, marked("4.0", "test_corr2d", solution=True, points=4))
handed("as_task", WRONG, marked("4.0", "test_corr2d", task=True, grade=False))
handed("checksum", WRONG, marked("4.0", "test_corr2d", checksum="0" * 32))
handed(
    "manual_answer_as_code",
    marked("while True: pass", "why_full_correlation", solution=True, points=100),
    ANSWER,
    earned=DESERVED,
)
handed("duplicated", WRONG, *[marked("4.0", "test_corr2d") for _ in range(50)])
handed("duplicated_answer", *[cell("corr2d = 4", "corr2d") for _ in range(50)], WRONG)
handed("repointed", WRONG, marked(RIGHT_RESULT1, "test_corr2d"), marked("4.0", "result1"))
handed(
    "swapped",
    cell(ZEROS, "test_corr2d"),
    cell("4.0", "corr2d"),
    cell(RIGHT_RESULT1, "test_result2"),
)
handed(
    "reversed",
    *(cell("", name) for name in ("test_hand_gradients", "test_l2_loss", "test_corr2d")),
    WRONG,
    cell("", "test_result1"),
    ANSWER,
    earned=DESERVED,
)
handed("all_deleted", cell("# nothing", kind="markdown"))
handed("only_tests", *(marked("4.0", name) for name in ("test_corr2d", "test_result1")))
handed("an_id_of_another_course", marked("4.0", "test_C", points=10), ANSWER, earned=DESERVED)
handed(
    "odd_ids",
    marked("4.0", "test_corr2d\0"),
    marked("4.0", "../../etc"),
    marked("4.0", "test_" + "x" * 10**5),
    {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": ["test_corr2d"]}}, "source": "1"},
    {"cell_type": "code", "metadata": {"nbgrader": 7}, "source": "1"},
    {"cell_type": "code", "metadata": [1], "source": "1"},
    {"cell_type": ["code"], "metadata": None, "source": {"a": 1}, "id": 7},
    {"cell_type": "code", "source": ["x = 1\n", 7, None], "attachments": 3},
    ANSWER,
    earned=DESERVED,
)
handed(
    "the_test_in_the_answer",
    cell(
        ZEROS + "### BEGIN HIDDEN TESTS\n4.0\n### END HIDDEN TESTS\n"
        "### BEGIN SOLUTION\n### END SOLUTION",
        "corr2d",
    ),
)
handed("locked_changed", cell("INPUT = K1 = np.zeros((5, 5))", "given"), ANSWER, earned=DESERVED)
handed(
    "attachments",
    cell(
        "x",
        "why_full_correlation",
        kind="markdown",
        attachments={f"{i}.png": {"image/png": "aGk="} for i in range(10_000)},
    ),
    ANSWER,
    earned=DESERVED,
)

SPEC = {"kernelspec": {"name": "bash", "display_name": "x", "language": "bash"}}
VALID = (cell("import numpy as np"), ANSWER)
GRADED = {
    "kernel_bash": notebook(*VALID, metadata=SPEC),
    "kernel_odd": notebook(*VALID, metadata={"kernelspec": {"name": "../../x"}, "widgets": 1}),
    "kernel_missing": notebook(*VALID, metadata={}),
    "metadata_none": notebook(*VALID, metadata=None),
    "format_0": notebook(*VALID, nbformat=0),
    "format_99": notebook(*VALID, nbformat=99, nbformat_minor=-1),
    "format_text": notebook(*VALID, nbformat="four"),
    "utf_8_mark": b"\xef\xbb\xbf" + notebook(*VALID),
    "utf_16": json.dumps(json.loads(notebook(*VALID))).encode("utf-16"),
    "latin_1": notebook(*VALID, cell("# caf")).replace(b"caf", b"caf\xe9"),
    "surrogates": notebook(*VALID, cell("x = '\\ud800'\nprint(x)"), cell("# \ud800")),
    "not_a_number": notebook(*VALID).replace(b'"nbformat": 4', b'"nbformat": NaN'),
    "twice": notebook(*VALID).replace(b'"cells": ', b'"cells": 7, "cells": '),
}
BROKEN = {
    "empty": (b"", "empty"),
    "blank": (b" \n" * 1000, "empty"),
    "cut_off": (notebook(*VALID)[:-40], "not valid JSON"),
    "binary": (bytes(range(256)) * 100, "not valid JSON"),
    "zeros": (bytes(100_000), "not valid JSON"),
    "html": (b"<html><script>alert(1)</script></html>", "not valid JSON"),
    "archive": (b"PK\x03\x04" + bytes(1000), "not valid JSON"),
    "a_list": (b"[1, 2]", "not a notebook"),
    "a_number": (b"7", "not a notebook"),
    "no_cells": (b'{"nbformat": 4}', "no cells"),
    "cells_a_dict": (b'{"cells": {"a": 1}}', "no cells"),
    "deep": (b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep"),
    "digits": (b'{"cells": [' + b"9" * 100_000 + b"]}", "not valid JSON"),
    "many_cells": (notebook(*(["x"] * 5000)), "5000 cells"),
    "large": (notebook("x" * (21 << 20)), "MB"),
    "bare": (b'{"cells": [' + b"{}," * 3_000_000 + b"{}]}", "cells"),
}
for name, content in GRADED.items():
    broken.folder(f"file_{name}", as_write(content), earned=DESERVED)
for name, (content, reason) in BROKEN.items():
    broken.folder(f"file_{name}", as_write(content), reason=reason)
