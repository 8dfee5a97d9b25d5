"""The course, as nbgrader sees it.  The repository root is the course directory."""

from helpers.nbgrader_plugins import use_two_kernels

c = get_config()  # noqa: F821 -- nbgrader provides get_config when it reads this file

c.CourseDirectory.course_id = "two-kernels"

# Student code in one process, hidden tests in another: docs/security.md.
use_two_kernels(c)
c.TwoKernels.limits = {"call_seconds": 5, "notebook_seconds": 60}

# Late work.  Times are in UTC, and a day begun counts as a day.
c.TwoKernelsLate.grace_minutes = 0  # after the due date; days count from its end
c.TwoKernelsLate.penalty_per_day = 0.0  # a part of the points earned: 0.1 is 10 %
c.TwoKernelsLate.max_penalty = 1.0  # the most that lateness costs
c.TwoKernelsLate.cut_off_days = None  # what comes later than that earns nothing

# What Canvas and Moodle call an assignment: {"two_kernels": "Homework 1 (4711)"}.
c.CanvasExporter.columns = {}
c.MoodleExporter.columns = {}

# A blank that raises is told apart from a wrong answer: see helpers/questions.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()  # your code here"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# `nbgrader validate` and the Validate button run the visible checks too, which are not graded.
c.Validator.validate_all = True

# Files nbgrader never copies between source, release, submitted and autograded.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", ".DS_Store", "Thumbs.db",
]  # fmt: skip
