"""An assignment's way from the instructor to a student and back, with nothing but a mouse and keys.

It is walked once; what the pages showed on the way is kept for the tests to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import nbformat
from playwright.sync_api import Browser, expect

from examples.build import build_submission, load_class
from tests.browser.conftest import Photograph
from tests.browser.course_pages import Instructor, Student
from tests.browser.course_people import put, served
from tests.exchange.cycle import STUDENT_CONFIG
from tests.exchange.people import ONE_USER, ROOT, Machine, Person, way
from tests.hostile.attack import ATTEMPT
from tests.hostile.attacks.output import MARKDOWN

ASSIGNMENT = "two_kernels"
NOTEBOOK = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
SOURCE = f"source/{NOTEBOOK}"
ADA, TEACHER, MALLORY = "ada", "teacher", "mallory"
DEMO = ("half_done", "flips_kernel")
"""Students of the demo class whose folders are there already, as Mallory's is."""

FREE_ANSWER = "why_full_correlation"
ANSWERS = {
    "result_shapes": "result_shapes = ((3, 3), (2, 2))",
    "result1": "result1 = np.array([[0, -1, -1], [1, 0, -1], [1, 1, 0]])",
    "corr2d": load_class()["flips_kernel"]
    .answers(ASSIGNMENT)["corr2d"]
    .read_text("utf-8")
    .rstrip(),
    FREE_ANSWER: "One entry of $X$ lies in **many windows**, and the chain rule adds them up.",
}
"""What Ada types: the first is right, the next two are those of flips_kernel."""

BY_HAND, COMMENT = 2.5, "Well said. Why is the kernel *rotated*?"
HOSTILE = """
attempt("read the gradebook", lambda: open("{home}/gradebook.db", "rb").read())
attempt("read the tests", lambda: open("{home}/source/two_kernels/two_kernels.ipynb").read())
attempt("write to the course", lambda: open("{home}/owned", "w").write("x"))
attempt("call JupyterLab", lambda: socket.create_connection(("127.0.0.1", {port}), 2))
attempt("run a program", lambda: subprocess.run(["touch", "{home}/owned"], check=True))
print("This cell came to its end.")
"""


@dataclass
class Term:
    """What was shown, by the name of the step."""

    shown: dict[str, str] = field(default_factory=dict)
    cells: list[tuple[str, str, str]] = field(default_factory=list)
    """What the Create Assignment side bar shows of each cell: type, id, points."""
    alarms: list[str] = field(default_factory=list)
    """Errors of pages, and boxes that scripts opened."""
    logs: dict[str, str] = field(default_factory=dict)

    def rows(self, step: str) -> dict[str, list[str]]:
        """Return a table of the formgrader by student: status and score."""
        lines = [line.split("\t") for line in self.shown[step].splitlines()]
        return {line[1]: [line[3], line[4]] for line in lines if len(line) > 4}


def play(browser: Browser, photograph: Photograph) -> Term:
    """Walk the way, from an empty folder."""
    with machine() as (people, exchange):
        term = Term()
        set_up(people, exchange)
        with ExitStack() as stack:
            both = [served(people[TEACHER], "instructor"), served(people[ADA], "student")]
            with ThreadPoolExecutor(2) as pool:
                labs = list(pool.map(stack.enter_context, both))
            teacher = Instructor(browser, labs[0], photograph)
            hand_out(term, teacher)
            student = Student(browser, labs[1], photograph)
            work(term, student)
            others_hand_in(people[TEACHER], labs[0].url)
            collect_and_grade(term, teacher)
            mark_by_hand(term, teacher)
            hand_back(term, teacher)
            read_feedback(term, student)
            look_at_source(term, teacher)
            for desk in (teacher, student):
                term.alarms += desk.alarms
                desk.context.close()
        term.logs = {ADA: "".join(labs[1].said), TEACHER: "".join(labs[0].said)}
        term.shown["left behind"] = people[TEACHER].do("ls", "-A").said
        term.shown["source now"] = people[TEACHER].read(SOURCE).decode()
    return term


@contextmanager
def machine() -> Iterator[tuple[dict[str, Person], str]]:
    """Give a student and an instructor each a home, and both the exchange."""
    made = Machine([TEACHER, ADA])
    try:
        made.as_root(f"mkdir -m 777 {made.place / 'exchange'}")
        yield made.people, str(made.place / "exchange")
    finally:
        made.close()


def set_up(people: dict[str, Person], exchange: str) -> None:
    """Make the instructor's course, and tell the student's nbgrader of it."""
    config = (ROOT / "nbgrader_config.py").read_text("utf-8")
    config += f"\nc.Exchange.root = {exchange!r}\n"
    config += f"c.ExchangeCollect.check_owner = {way() != ONE_USER}\n"
    course = {SOURCE: (ROOT / SOURCE).read_text("utf-8"), "nbgrader_config.py": config}
    put(people[TEACHER], course)
    config = STUDENT_CONFIG.format(exchange=exchange) + "c.Validator.validate_all = True\n"
    put(people[ADA], {"nbgrader_config.py": config})


def hand_out(term: Term, teacher: Instructor) -> None:
    """Generate and release."""
    term.shown["teacher's menu"] = "\n".join(teacher.choices())
    teacher.choose("Formgrader")
    row = teacher.row(ASSIGNMENT)
    term.shown["generate"] = teacher.press(row, "assign")
    expect(row).to_contain_text("draft")
    term.shown["release"] = teacher.press(row, "release")
    expect(row).to_contain_text("released")
    teacher.keep("1-released")


def work(term: Term, student: Student) -> None:
    """Fetch, answer, validate and submit."""
    term.shown["student's menu"] = "\n".join(student.choices())
    student.choose("Assignment List")
    student.row("released", ASSIGNMENT).get_by_role("button", name="Fetch").click()
    expect(student.row("fetched", ASSIGNMENT)).to_be_visible()
    student.keep("2-fetched")
    student.open_notebook(ASSIGNMENT)
    term.shown["notebook"] = str(student.page.locator(".jp-Notebook").text_content())
    for name in ("imports", "given"):
        student.run(name)
    for name, answer in ANSWERS.items():
        term.shown[f"answer {name}"] = student.run(name, answer).inner_text()
        if name != FREE_ANSWER:
            cell = student.run(f"check_{name}")
            expect(cell.locator(".jp-OutputArea-output").first).to_be_visible()
            term.shown[f"check {name}"] = cell.inner_text()
            student.keep(f"3-check-{name}")
    term.shown["validate"] = student.validate()
    student.keep("4-validate")
    student.close_dialog()
    student.tab("Assignments")
    student.row("fetched", ASSIGNMENT).get_by_role("button", name="Submit").click()
    submitted = student.row("submitted", ASSIGNMENT)
    expect(submitted.locator(".assignment-notebooks .item_name")).to_have_count(1)
    term.shown["submit"] = submitted.inner_text()
    student.keep("5-submitted")


def others_hand_in(teacher: Person, url: str) -> None:
    """Put submissions of the demo class and of Mallory beside those to be collected."""
    release = nbformat.reads(teacher.read(f"release/{NOTEBOOK}").decode(), as_version=4)
    who = load_class()
    made = {name: build_submission(who[name], ASSIGNMENT, release) for name in DEMO}
    made[MALLORY] = build_submission(who["blank"], ASSIGNMENT, release)
    attack = HOSTILE.format(home=teacher.home, port=url.rpartition(":")[2])
    made[MALLORY].cells.insert(3, nbformat.v4.new_code_cell(ATTEMPT + attack))
    free = next(cell for cell in made[MALLORY].cells if is_free(cell))
    free.source = "\n\n".join(MARKDOWN)
    put(teacher, {f"submitted/{name}/{NOTEBOOK}": nbformat.writes(nb) for name, nb in made.items()})


def is_free(cell: nbformat.NotebookNode) -> bool:
    """Say whether a cell is the free answer's."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade_id") == FREE_ANSWER)


def collect_and_grade(term: Term, teacher: Instructor) -> None:
    """Collect, and press Autograde for everybody."""
    row = teacher.row(ASSIGNMENT)
    term.shown["collect"] = teacher.press(row, "collect")
    row.locator(".num-submissions a").click()
    expect(teacher.row(ADA)).to_contain_text("needs autograding")
    term.shown["collected"] = teacher.table()
    teacher.keep("6-collected")
    for name in (ADA, *DEMO, MALLORY):
        row = teacher.row(name)
        term.shown[f"autograde {name}"] = teacher.press(row, "autograde")
        expect(row).to_contain_text(" / 40")
    term.shown["autograded"] = teacher.table()
    teacher.keep("7-autograded")


def mark_by_hand(term: Term, teacher: Instructor) -> None:
    """Read Mallory's page, then Ada's, and mark Ada's free answer."""
    for name in (MALLORY, ADA):
        teacher.go("Manual Grading", ASSIGNMENT, ASSIGNMENT)
        expect(teacher.formgrader.get_by_text("Submission #4")).to_be_visible()
        teacher.formgrader.get_by_role("button", name="Show All Names").click()
        term.shown["to mark"] = teacher.table()
        teacher.keep("8-manual-grading")
        teacher.formgrader.get_by_role("link", name=name, exact=True).click()
        score = teacher.formgrader.locator(f"#{FREE_ANSWER}")
        expect(score).to_contain_class("needs_manual_grade")
        term.shown[f"page of {name}"] = teacher.formgrader.locator("body").inner_text()
        score.scroll_into_view_if_needed()
        teacher.keep(f"9-page-of-{name}")
    with teacher.page.expect_response(lambda response: "/api/grade/" in response.url):
        score.fill(str(BY_HAND))
        score.press("Tab")
    comment = teacher.formgrader.locator(f"#{FREE_ANSWER}-comment")
    with teacher.page.expect_response(lambda response: "/api/comment/" in response.url):
        comment.fill(COMMENT)
        comment.blur()
    teacher.keep("10-marked")


def hand_back(term: Term, teacher: Instructor) -> None:
    """Generate everybody's feedback, and release it."""
    teacher.go("Manual Grading")
    teacher.go("Manage Assignments")
    row = teacher.row(ASSIGNMENT)
    row.locator(".num-submissions a").click()
    expect(teacher.row(ADA)).to_contain_text("graded")
    term.shown["marked"] = teacher.table()
    teacher.keep("11-graded")
    teacher.go("Manage Assignments")
    term.shown["generate feedback"] = teacher.press(row, "generate-feedback")
    term.shown["release feedback"] = teacher.press(row, "release-feedback")


def read_feedback(term: Term, student: Student) -> None:
    """Fetch the feedback, and open it in JupyterLab."""
    student.page.locator("#refresh_assignments_list").click()
    submitted = student.row("submitted", ASSIGNMENT)
    expect(submitted).to_contain_text("feedback available to fetch")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    student.page.get_by_text("(view feedback)").click()
    student.page.locator(".jp-DirListing-item", has_text=f"{ASSIGNMENT}.html").dblclick()
    page = student.page.frame_locator(".jp-HTMLViewer iframe")
    comment = page.get_by_text(COMMENT.partition(".")[0])
    expect(comment).to_be_visible()
    student.keep("12-feedback")
    folded = page.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    term.shown["feedback"] = page.locator("body").inner_text()
    comment.scroll_into_view_if_needed()
    student.keep("13-feedback-free-answer")


def look_at_source(term: Term, teacher: Instructor) -> None:
    """Open the source notebook with the Create Assignment side bar."""
    teacher.open_file(SOURCE)
    teacher.choose("Create assignment")
    bar = teacher.page.locator(".nbgrader-CreateAssignmentWidget")
    total = bar.locator(".nbgrader-TotalPointsInput")
    expect(total).to_have_value("40")
    for widget in bar.locator(".nbgrader-CellWidget").all():
        values = [
            widget.locator(f".nbgrader-Cell{part} {kind}").input_value()
            for part, kind in (("Type", "select"), ("Id", "input"), ("Points", "input"))
        ]
        term.cells.append((values[0], values[1], values[2]))
    teacher.keep("14-create-assignment")
