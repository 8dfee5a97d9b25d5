"""The examiner imports what test cells may need, and nothing else."""

from __future__ import annotations

import json

import pytest

from helpers.grading.open_imports import open_imports
from tests.grading.courses import ROOT

USES = "np, plt, pi, turn, e, xml, sklearn, IterativeImputer, show, check, ET"
"""A cell of the notebook that uses what is imported: then it is not there for its effect."""


def imports(*cells: str, test: str) -> tuple[str, ...]:
    return open_imports([*cells, USES], [test])


def test_what_a_test_names_and_the_student_sees() -> None:
    """A solution's imports are the solution's, and a function's are the function's."""
    cell = (
        "%matplotlib inline\n!pip install x\nimport numpy as np\n"
        "### BEGIN SOLUTION\nimport scipy\n### END SOLUTION\n"
        "import matplotlib.pyplot as plt\ndef f():\n    import os\n"
    )
    found = imports(cell, "import numpy as np", "not python (", test="np.pi, scipy, os")
    assert found == ("import numpy as np",)


def test_names_in_strings_count() -> None:
    assert imports("from math import pi", test='exec("x = 1\\npi")') == ("from math import pi",)
    assert imports("from math import pi", test=r'exec("x = 1\npi")') == ("from math import pi",)


def test_aliases_and_stars() -> None:
    cell = "from math import pi, tau as turn, e\nfrom cmath import *"
    assert imports(cell, test="turn") == (
        "from math import pi, tau as turn, e",
        "from cmath import *",
    )
    assert imports(cell, test="tau") == ("from cmath import *",)
    ours = "from helpers.student import *\nfrom helpers.student import show"
    assert imports(ours, test="f(1)") == ("from helpers.student import *",)


@pytest.mark.parametrize(
    ("cell", "test"),
    [
        ("import matplotlib\nimport matplotlib.pyplot as plt", "matplotlib.pyplot.gcf()"),
        ("import matplotlib.pyplot as plt", "import matplotlib\nmatplotlib.pyplot.gcf()"),
        ("import xml\nimport xml.etree.ElementTree as ET", "xml.etree.ElementTree.XML('<a/>')"),
    ],
)
def test_a_module_that_a_test_reaches_through_its_package(cell: str, test: str) -> None:
    assert imports(cell, test=test) == tuple(cell.splitlines())


def test_imports_for_their_effect() -> None:
    """On another module of their package, or on any other: nothing in the notebook names them."""
    enabling = (
        "from sklearn.experimental import enable_iterative_imputer\n"
        "from sklearn.impute import IterativeImputer"
    )
    assert imports(enabling, test="IterativeImputer()") == tuple(enabling.splitlines())
    styles = "import scienceplots\nimport matplotlib.pyplot as plt"
    assert imports(styles, test="f(1)") == ("import scienceplots",)


def test_a_solution_is_a_use() -> None:
    solved = "### BEGIN SOLUTION\ny = csv.reader(x)\n### END SOLUTION"
    assert imports("import csv", solved, test="f(1)") == ()


@pytest.mark.parametrize("name", ["two_kernels", "convolution", "pooling"])
def test_the_assignments_tests_need_no_pictures(name: str) -> None:
    """`helpers.student` brings matplotlib, which would cost each worker most of a second."""
    cells = json.loads((ROOT / f"source/{name}/{name}.ipynb").read_text("utf-8"))["cells"]
    code = [("".join(c["source"]), c) for c in cells if c["cell_type"] == "code"]
    tests = [text for text, c in code if c["metadata"].get("nbgrader", {}).get("grade")]
    others = [text for text, c in code if not c["metadata"].get("nbgrader", {}).get("grade")]
    assert any("helpers.student" in text for text in others)
    assert not [one for one in open_imports(others, tests) if "student" in one]
