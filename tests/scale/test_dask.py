"""The same class on a Dask cluster gives the same result file."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.build import ASSIGNMENTS, build_class
from tests.scale.conftest import NewCourse, of_course, result, run, twokernels


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers, each started in an empty folder of its own."""
    address = f"tcp://127.0.0.1:{free_port()}"
    dask = (sys.executable, "-m", "dask")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    port = address.rpartition(":")[2]
    commands = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]]
    commands += [
        [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--name", name]
        for name in ("one", "two")
    ]
    processes = [
        subprocess.Popen(command, cwd=tmp_path_factory.mktemp("empty"), **quiet)  # type: ignore[call-overload]  # the keywords are right
        for command in commands
    ]
    yield address
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        process.wait()


def wait_for_workers(address: str, count: int = 2) -> None:
    from distributed import Client

    deadline = time.monotonic() + 60
    with Client(address, timeout=60, set_as_default=False) as client:
        while len(client.nthreads()) < count:
            assert time.monotonic() < deadline, "the Dask workers did not start"
            time.sleep(0.1)


@pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own event loop and ports
def test_a_cluster_grades_to_the_same_result_file(
    cluster: str, new_course: NewCourse, tmp_path: Path
) -> None:
    """The whole demo class, on workers that have no course and no folder in common."""
    wait_for_workers(cluster)
    local, far = new_course("local"), new_course("far")
    for course in (local, far):
        build_class(course)
    for assignment in ASSIGNMENTS:
        for course, where in ((local, ("--workers", "2")), (far, ("--scheduler", cluster))):
            file = tmp_path / f"{assignment}-{course.name}.json"
            done = run(*twokernels("grade", assignment, "--course", course, "--json", file, *where))
            assert done.returncode == 0, done.stderr
        at_home = result(tmp_path / f"{assignment}-local.json")
        assert at_home == result(tmp_path / f"{assignment}-far.json")
        assert len(at_home["students"]) == 20
    assert of_course(local) == of_course(far)


def test_a_port_that_something_else_has_is_named(new_course: NewCourse) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        course = new_course("busy")
        done = run(*twokernels("grade", "convolution", "--course", course, "--scheduler", address))
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert f"what listens at {address} is no Dask scheduler" in said
    assert "Traceback" not in said


def test_a_scheduler_that_is_not_there_is_named(new_course: NewCourse) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    course = new_course("alone")
    done = run(*twokernels("grade", "convolution", "--course", course, "--scheduler", address))
    assert done.returncode == 2
    assert f"no Dask scheduler answers at {address}" in " ".join(done.stderr.split())
    assert not (course / "autograded").exists()
