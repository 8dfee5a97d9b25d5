"""Grade the same class with stock nbgrader and with Two Kernels, in turn, and compare.

`python benchmarks/grading.py` (`make bench`) prints a Markdown table: seconds per submission, the
ratio to stock, CPU seconds, peak memory, and whether all scores agree.  Both grade the same
submissions in the same round, so that what else the machine does falls on both; figures are medians
over the rounds.  Memory is sampled, with pages that processes share counted in proportion.  All of
it takes hours: with `--keep FILE` what was measured is kept, and a run that was stopped goes on
from there.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from rich.progress import Progress

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from examples.build import ASSIGNMENTS, build_submission, load_class, read_release  # noqa: E402
from tools.make_release import release  # noqa: E402

ENDLESS = "endless_loop"
"""Left out: its time is the time limit, which says nothing of the grader."""

STOCK_GRADER = "nbgrader"

STOCK = """c = get_config()
c.CourseDirectory.course_id = "stock"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()  # your code here"}
"""


@dataclass(frozen=True)
class Run:
    """One grading run of a whole class."""

    seconds: float
    cpu_seconds: float
    coordinator_mb: float
    worker_mb: float
    scores: dict[str, float | None]


def make_course(folder: Path, assignment: str, size: int, *, stock: bool) -> Path:
    """Build a course with `size` submissions of one assignment: the demo class, again and again."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "source" / assignment, folder / "source" / assignment)
    config = folder / "nbgrader_config.py"
    config.write_text(STOCK if stock else (ROOT / "nbgrader_config.py").read_text())
    release(folder, folder / "release", [assignment])
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    notebook = read_release(folder, assignment)
    students = [student for name, student in load_class().items() if name != ENDLESS]
    for index, student in zip(range(size), itertools.cycle(students)):
        target = folder / "submitted" / f"s{index:05d}" / assignment
        target.mkdir(parents=True)
        nbformat.write(
            build_submission(student, assignment, notebook), target / f"{assignment}.ipynb"
        )
    return folder


def measure(command: list[str], course: Path, assignment: str) -> Run:
    """Grade a course that has not been graded, and account for every process that took part."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    before = cpu_of_children()
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watch = Watch(process.pid)
    with watch:
        _, errors = process.communicate()
    seconds = time.monotonic() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{errors.decode()[-2000:]}")
    cpu = cpu_of_children() - before
    return Run(seconds, cpu, watch.own_mb, watch.largest_child_mb, scores(course, assignment))


def cpu_of_children() -> float:
    """CPU seconds of all processes below this one that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Watch(contextlib.AbstractContextManager["Watch"]):
    """Notes the largest resident memory of a process, and of any process below it."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.own_mb = self.largest_child_mb = 0.0

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            for pid in below(self._pid):
                megabytes = proportional_mb(pid)
                if pid == self._pid:
                    self.own_mb = max(self.own_mb, megabytes)
                else:
                    self.largest_child_mb = max(self.largest_child_mb, megabytes)


def below(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from below(int(child))


def proportional_mb(pid: int) -> float:
    """Return a process's memory, with pages it shares counted in proportion (PSS)."""
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
    return 0.0


def scores(course: Path, assignment: str) -> dict[str, float | None]:
    """Read every automatic score from the gradebook: by student and test cell."""
    found = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    found[f"{submission.student.id} {grade.name}"] = grade.auto_score
    return found


class Kept:
    """The runs that have been measured, each a line of JSON in a file, if there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._runs: dict[tuple[str, int, str, int], Run] = {}
        for line in file.read_text().splitlines() if file and file.exists() else []:
            kept = json.loads(line)
            self._runs[tuple(kept["key"])] = Run(**kept["run"])

    def __contains__(self, key: tuple[str, int, str, int]) -> bool:
        return key in self._runs

    def __getitem__(self, key: tuple[str, int, str, int]) -> Run:
        return self._runs[key]

    def __setitem__(self, key: tuple[str, int, str, int], run: Run) -> None:
        self._runs[key] = run
        if self._file:
            with self._file.open("a") as lines:
                lines.write(json.dumps({"key": key, "run": asdict(run)}) + "\n")


def floor(course: Path, assignment: str) -> float:
    """CPU seconds per submission of the notebooks' own code, in one Python that has all loaded."""
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    notebooks = sorted((course / "submitted").glob(f"*/{assignment}/*.ipynb"))
    cells = [
        [
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code"
        ]
        for path in notebooks
    ]
    run_bare(cells[0])
    started = time.process_time()
    for sources in cells:
        run_bare(sources)
    return (time.process_time() - started) / len(cells)


def run_bare(sources: list[str]) -> None:
    """Run a notebook's cells in a namespace of their own, whatever they raise."""
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for source in sources:
            with contextlib.suppress(Exception):
                exec(compile(source, "cell", "exec"), names)  # noqa: S102 -- our own demo class


def main() -> None:
    options = arguments()
    makers: dict[str, list[str]] = {
        STOCK_GRADER: ["nbgrader", "autograde"],
        "nbgrader on Two Kernels": ["nbgrader", "autograde"],
    }
    if options.without_nbgrader:
        makers.clear()
    for n in options.workers:
        name = f"twokernels, {n} worker{'s' if n > 1 else ''}"
        makers[name] = ["twokernels", "grade", "--workers", str(n)]
    first = next(iter(makers))
    print(f"| assignment | N | grader | s each | × {first} | CPU s | MB | MB below | same |")
    print("|---|---:|---|---:|---:|---:|---:|---:|---|")
    with Progress(transient=True, disable=not sys.stderr.isatty()) as progress:
        total = len(options.assignments) * len(options.sizes) * options.rounds * len(makers)
        bar = progress.add_task("grading", total=total)
        kept = Kept(options.keep)
        for assignment, size in itertools.product(options.assignments, options.sizes):
            table(assignment, size, options.rounds, makers, kept, lambda: progress.advance(bar))


def table(
    assignment: str,
    size: int,
    rounds: int,
    makers: dict[str, list[str]],
    kept: Kept,
    tick: Callable[[], None],
) -> None:
    """Grade one class in turn with every grader, and print its rows."""
    runs: dict[str, list[Run]] = {name: [] for name in makers}
    with tempfile.TemporaryDirectory() as scratch:
        courses = {
            name: make_course(Path(scratch, str(i)), assignment, size, stock=name == STOCK_GRADER)
            for i, name in enumerate(makers)
        }
        for turn in range(rounds):
            for name, command in makers.items():
                key = (assignment, size, name, turn)
                if key not in kept:
                    course = Path(scratch, "run")
                    shutil.copytree(courses[name], course)
                    kept[key] = measure([*command, assignment], course, assignment)
                    shutil.rmtree(course)
                runs[name].append(kept[key])
                tick()
        first = next(iter(makers))
        bare = floor(courses[first], assignment)
    for name, measured in runs.items():
        middle = statistics.median(run.seconds for run in measured) / size
        cpu = statistics.median(run.cpu_seconds for run in measured) / size
        ratio = statistics.median(
            other.seconds / run.seconds for other, run in zip(runs[first], measured, strict=True)
        )
        same = all(run.scores == runs[first][0].scores for run in measured)
        print(
            f"| {assignment} | {size} | {name} | {middle:.3f} | {ratio:.3g} | {cpu:.3f} | "
            f"{max(run.coordinator_mb for run in measured):.0f} | "
            f"{max(run.worker_mb for run in measured):.0f} | {'yes' if same else 'NO'} |",
            flush=True,
        )
    print(
        f"| {assignment} | {size} | *the notebooks' own code, bare* | | | {bare:.3f} | | | |",
        flush=True,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", nargs="+", default=list(ASSIGNMENTS), choices=ASSIGNMENTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[20, 60, 200], metavar="N")
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2], metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FILE",
        help="note every run here, and measure none of them again",
    )
    parser.add_argument(
        "--without-nbgrader",
        action="store_true",
        help="leave out `nbgrader autograde`, which takes most of the time; × is to the first row",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
