"""Put a bundle together: notebooks, wheel, requirements, README."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distribution

from helpers.bundle.archive import zipped
from helpers.bundle.edition import student_edition
from helpers.bundle.readme import readme
from helpers.bundle.release import read_release
from helpers.bundle.requirements import IMPORTED, required, requirements
from helpers.bundle.wheel import Wheel, wheel
from helpers.grading.course import Course

NAME = "twokernels-student"

CONFIG = '''"""Read by JupyterLab's button Validate when it is started in this folder."""

c = get_config()
c.Validator.validate_all = True  # the checks below each answer too
'''


@dataclass(frozen=True)
class Bundle:
    """A zip for students: its name without .zip, its bytes, and the notebooks in it."""

    name: str
    content: bytes
    notebooks: tuple[str, ...]


def bundle_name(assignments: Sequence[str]) -> str:
    """Return the name of a bundle, which is also that of the one folder in it."""
    return "-".join([*assignments, "student"])


def make_bundle(course: Course, assignments: Sequence[str]) -> Bundle:
    """Make the zip of these assignments.  The same releases give the same bytes.

    Raises: NotReleased when one of them cannot be handed out.
    """
    files = {
        f"{assignment}/{path}": content
        for assignment in assignments
        for path, content in read_release(course, assignment).items()
    }
    notebooks = tuple(path for path in files if path.endswith(".ipynb"))
    made = student_wheel(assignments)
    files |= {
        "README.txt": readme(assignments, notebooks).encode(),
        "requirements.txt": requirements(made.file).encode(),
        "nbgrader_config.py": CONFIG.encode(),
        made.file: made.content,
    }
    name = bundle_name(assignments)
    content = zipped({f"{name}/{path}": content for path, content in files.items()})
    return Bundle(name, content, notebooks)


def student_wheel(assignments: Sequence[str]) -> Wheel:
    """Make the wheel of the student edition, with the checks of these assignments."""
    ours = distribution("twokernels")
    return wheel(
        NAME,
        ours.version,
        student_edition(assignments),
        summary="Two Kernels for students: instant checks, pictures, explorers.",
        requires_python=ours.metadata["Requires-Python"],
        requires=required(*IMPORTED),
        license_id=ours.metadata["License-Expression"],
        license_text=ours.read_text("licenses/LICENSE") or "",
    )
