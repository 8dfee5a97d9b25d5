"""One class's way through the exchange, played once by processes of everybody's own."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import sys
import tarfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import nbformat

from examples.build import build_submission, load_class
from tests.docs.pages import commands, page
from tests.exchange import mallory
from tests.exchange.people import ONE_USER, ROOT, Done, Machine, Person, way

ASSIGNMENTS = ("two_kernels", "convolution")
TEACHER, MALLORY = "teacher", "mallory"
EVERYTHING, SOME = "perfect_vectorised", "half_done"
RENAMES, LATE, BETTERS = "float32", "late", "flips_kernel"
"""Who renames one notebook and forgets the other, is late, and hands in again."""

HANDED_IN = {
    EVERYTHING: ASSIGNMENTS,
    SOME: ASSIGNMENTS,
    BETTERS: ASSIGNMENTS[:1],
    RENAMES: ASSIGNMENTS,
    LATE: ASSIGNMENTS[:1],
}
STUDENTS = (*HANDED_IN, MALLORY)
NEW_NAME = "my homework (2)"
CANARY = "canary-7c1e"
BY_HAND = 2.0
"""Points a person gives half_done's free answer after the first feedback."""

CONFIG = """
from nbgrader.plugins import LateSubmissionPlugin

c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = {check_owner}
c.AssignLatePenalties.plugin_class = LateSubmissionPlugin
c.LateSubmissionPlugin.penalty_method = "zero"
"""
STUDENT_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "two-kernels"
c.Exchange.root = {exchange!r}
"""
(DUE,) = (line for line in commands(page("exchange")) if "--duedate" in line)
MARK = """
import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1], "two-kernels") as gradebook:
    grade = gradebook.find_grade("why_full_correlation", *["two_kernels"] * 2, "half_done")
    grade.manual_score, grade.needs_manual_grade = float(sys.argv[2]), False
    gradebook.db.commit()
"""


@dataclass
class Cycle:
    """What was said and found on the way; a step's name is a key of `said`."""

    machine: Machine
    said: dict[str, Done] = field(default_factory=dict)
    marks: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """By assignment and student, the last line of the exported grades."""
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    collected: dict[str, bytes] = field(default_factory=dict)
    """What the instructor had of BETTERS, before and after collecting again and with --update."""
    before_marking: str = ""

    @property
    def teacher(self) -> Person:
        """The instructor; the home is the course directory."""
        return self.machine.people[TEACHER]

    @property
    def mallory(self) -> Person:
        """A student who attacks."""
        return self.machine.people[MALLORY]

    @property
    def exchange(self) -> str:
        """The folder that everybody shares."""
        return str(self.machine.place / "exchange" / "two-kernels")

    def pages(self, student: str, assignment: str) -> dict[str, str]:
        """Give the feedback a student has fetched: path below the feedback folder, page."""
        person = self.machine.people[student]
        found = person.do("find", ".", "-path", f"./{assignment}/feedback/*.html").said
        return {path: person.read(path).decode() for path in sorted(found.splitlines())}

    def page(self, student: str, assignment: str) -> str:
        """Give the newest feedback a student has fetched."""
        return list(self.pages(student, assignment).values())[-1]

    typed: set[str] = field(default_factory=set)
    """Every command there has been, as a shell reads it."""

    def take(self, step: str, who: Person, *arguments: str) -> Done:
        """Have somebody run nbgrader, and keep what it said."""
        self.typed.add(shlex.join(("nbgrader", *arguments)))
        self.said[step] = who.nbgrader(*arguments)
        return self.said[step]

    def must(self, step: str, who: Person, *arguments: str) -> None:
        """Have somebody run nbgrader, which must go well."""
        done = self.take(step, who, *arguments)
        assert done.status == 0, f"{step}: {done.said}"

    def fill_in(self, student: str, assignment: str, answers: str) -> None:
        """Put a demo student's answers into the notebook somebody fetched."""
        person, path = self.machine.people[student], f"{assignment}/{assignment}.ipynb"
        release = nbformat.reads(person.read(path).decode(), as_version=4)
        filled = build_submission(load_class()[answers], assignment, release)
        person.write(path, nbformat.writes(filled).encode())

    def grade(self, step: str, assignment: str) -> None:
        """Grade as the README says."""
        self.typed.add(f"twokernels grade {assignment}")
        command = (sys.executable, "-m", "helpers.cli", "grade", assignment)
        self.said[step] = self.teacher.run(*command)


def play(machine: Machine) -> Cycle:
    """Play the cycle from an empty folder, in the order in which a term goes."""
    cycle = Cycle(machine)
    hand_out(cycle)
    together(lambda name: fetch(cycle, name), STUDENTS)
    together(lambda name: hand_in(cycle, name), [name for name in HANDED_IN if name != LATE])
    cycle.must("due, as the page has it", cycle.teacher, *shlex.split(DUE)[1:])
    due = cycle.teacher.do("date", "-u", "+%Y-%m-%d %H:%M:%S.%6N UTC").said.strip()
    cycle.must("due", cycle.teacher, "db", "assignment", "add", "two_kernels", f"--duedate={due}")
    together(lambda do: do(cycle), (hand_in_late, mallory.attack))
    together(lambda assignment: first_round(cycle, assignment), ASSIGNMENTS)
    together(lambda name: fetch_feedback(cycle, name), (EVERYTHING, SOME, RENAMES, MALLORY))
    second_round(cycle)
    together(lambda do: do(cycle), (read_export, read_cells))
    return cycle


def together(do: Callable[[Any], None], names: Iterable[Any]) -> None:
    """Have people do something at the same time, as far as the machine has processors."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, names))


def hand_out(cycle: Cycle) -> None:
    """Set up the course with a canary in all that is hidden, and release two assignments."""
    teacher, root = cycle.teacher, cycle.machine.place / "exchange"
    cycle.machine.as_root(f"mkdir -m 777 {root}")
    config = (ROOT / "nbgrader_config.py").read_text("utf-8")
    config += CONFIG.format(exchange=str(root), check_owner=way() != ONE_USER)
    files = {"nbgrader_config.py": config}
    for assignment in ASSIGNMENTS:
        name = f"source/{assignment}/{assignment}.ipynb"
        notebook = json.loads((ROOT / name).read_text("utf-8"))
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                source = re.sub("(### END (HIDDEN|SOLUTION))", rf"# {CANARY}\n\1", source)
            source = source.replace("=== END MARK", f"{CANARY}\n=== END MARK")
            cell["source"] = source
        files[name] = json.dumps(notebook)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    teacher.do("tar", "--no-same-owner", "-xf", "-", given=packed.getvalue())
    for assignment in ASSIGNMENTS:
        cycle.must(f"generate {assignment}", teacher, "generate_assignment", assignment)
    for assignment in ASSIGNMENTS:
        cycle.must(f"release {assignment}", teacher, "release_assignment", assignment)


def fetch(cycle: Cycle, name: str) -> None:
    """List what there is, and fetch all of it: at once, or one after the other."""
    person = cycle.machine.people[name]
    exchange = str(cycle.machine.place / "exchange")
    person.write("nbgrader_config.py", STUDENT_CONFIG.format(exchange=exchange).encode())
    if name == EVERYTHING:
        cycle.must("list", person, "list")
    at_once = (ASSIGNMENTS,) if name != EVERYTHING else ((one,) for one in ASSIGNMENTS)
    for names in at_once:
        cycle.must(f"fetch {name}", person, "fetch_assignment", *names)


def hand_in(cycle: Cycle, name: str) -> None:
    """Answer and submit."""
    person = cycle.machine.people[name]
    if name == BETTERS:  # an empty one first, replaced before anything is collected
        cycle.must("submit nothing", person, "submit", "two_kernels")
    for assignment in HANDED_IN[name]:
        cycle.fill_in(name, assignment, name)
    if name == RENAMES:
        person.do("mv", "two_kernels/two_kernels.ipynb", f"two_kernels/{NEW_NAME}.ipynb")
        person.do("mv", "convolution/convolution.ipynb", ".")
    for assignment in HANDED_IN[name]:
        cycle.must(f"submit {name} {assignment}", person, "submit", assignment)


def hand_in_late(cycle: Cycle) -> None:
    """Answer and submit after the due date."""
    hand_in(cycle, LATE)


def first_round(cycle: Cycle, assignment: str) -> None:
    """Collect, grade and hand back an assignment, while others are."""
    cycle.take(f"collect {assignment}", cycle.teacher, "collect", assignment)
    cycle.grade(f"grade {assignment}", assignment)
    hand_back(cycle, assignment)


def hand_back(cycle: Cycle, assignment: str, *options: str) -> None:
    """Make the feedback and release it."""
    cycle.must(f"feedback {assignment}", cycle.teacher, "generate_feedback", assignment, *options)
    cycle.must(f"release feedback {assignment}", cycle.teacher, "release_feedback", assignment)


def fetch_feedback(cycle: Cycle, name: str) -> None:
    """Fetch one's feedback, or try to get another's."""
    if name == MALLORY:
        mallory.spy(cycle)
    else:
        arguments = ("fetch_feedback", *HANDED_IN[name])
        cycle.must(f"feedback to {name}", cycle.machine.people[name], *arguments)


def second_round(cycle: Cycle) -> None:
    """Hand in after the collection, and mark a free answer whose feedback is fetched already."""
    teacher, person = cycle.teacher, cycle.machine.people[BETTERS]
    path = f"submitted/{BETTERS}/two_kernels/two_kernels.ipynb"
    cycle.fill_in(BETTERS, "two_kernels", EVERYTHING)
    cycle.must("submit again", person, "submit", "two_kernels")
    for step, options in (("before", None), ("again", ()), ("updated", ("--update",))):
        if options is not None:
            cycle.take(f"collect {step}", teacher, "collect", "two_kernels", *options)
        cycle.collected[step] = teacher.read(path)
    teacher.python(MARK, teacher.home / "gradebook.db", str(BY_HAND))
    cycle.before_marking = cycle.page(SOME, "two_kernels")
    cycle.grade("grade again", "two_kernels")
    hand_back(cycle, "two_kernels", "--force")
    together(lambda name: fetch_feedback(cycle, name), (SOME, BETTERS))


def read_export(cycle: Cycle) -> None:
    """Export the grades."""
    cycle.must("export", cycle.teacher, "export")
    for row in csv.DictReader(io.StringIO(cycle.teacher.read("grades.csv").decode())):
        cycle.marks.setdefault(row["assignment"], {})[row["student_id"]] = row


def read_cells(cycle: Cycle) -> None:
    """Read the automatic scores of every cell."""
    steps = [f"scores:{assignment}" for assignment in ASSIGNMENTS]
    done = cycle.teacher.do(sys.executable, "-m", "tests.nbgrader_plugins.driver", ".", *steps)
    lines = [json.loads(line) for line in done.said.splitlines() if line.startswith("{")]
    cycle.cells = dict(zip(ASSIGNMENTS, lines, strict=True))
