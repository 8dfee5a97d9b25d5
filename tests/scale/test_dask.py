"""What is said where no Dask cluster listens; the class on one is in tests/examples."""

from __future__ import annotations

import socket

from tests.scale.cluster import free_port
from tests.scale.conftest import NewCourse, run, twokernels


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
