"""How fast the coordinator alone is: it grades a class with an executor that does no work.

`python benchmarks/coordinator.py` prints submissions per second and the largest resident memory of
the coordinator's process, for each size of class.  Every result is that of one submission that was
really graded; reading, hashing, the gradebook and the graded notebooks on disk are all there.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.grading import make_course  # noqa: E402
from helpers.grading import worker  # noqa: E402
from helpers.grading.coordinator import grade  # noqa: E402
from helpers.grading.course import Course  # noqa: E402
from helpers.grading.local_workers import LocalWorkers  # noqa: E402
from helpers.grading.order import Order  # noqa: E402
from helpers.grading.pool import ExecutorWorkers  # noqa: E402

ASSIGNMENT = "two_kernels"


class Null(Executor):
    """Has the result of every job already: the real one of the first."""

    def __init__(self) -> None:
        self._result: bytes | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        if self._result is None:
            with closing(LocalWorkers(1)) as workers:
                self._result = workers.submit(args[0]).result()
        done: Future[Any] = Future()
        done.set_result(self._result)
        return done


def measure(course: Path) -> None:
    """Grade a class in this process and print its row; the first submission is not counted."""
    null = ExecutorWorkers(Null(), 2, worker.grade)
    loaded = Course.load(course)
    first, *others = sorted(path.name for path in (course / "submitted").iterdir())
    grade(loaded, Order(ASSIGNMENT, students=(first,)), null)
    started = time.monotonic()
    report = grade(loaded, Order(ASSIGNMENT, students=tuple(others)), null)
    seconds = time.monotonic() - started
    if report.failed:
        sys.exit(f"not graded: {report.failed}")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {len(others) + 1} | {len(others) / seconds:.0f} | {megabytes:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[60, 600], metavar="N")
    parser.add_argument("--course", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.course:
        measure(options.course)
        return
    print("| N | submissions a second | MB |")
    print("|---:|---:|---:|", flush=True)
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            course = make_course(Path(scratch, "course"), ASSIGNMENT, size, stock=False)
            command = [sys.executable, __file__, "--course", str(course)]
            subprocess.run(command, check=True)  # a process of its own: memory is counted anew


if __name__ == "__main__":
    main()
