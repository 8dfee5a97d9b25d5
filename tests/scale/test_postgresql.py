"""The gradebook on PostgreSQL, by the line of docs/administrators.md: the same scores, and two
grading runs at once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import blocks, page
from tests.scale.cluster import free_port
from tests.scale.conftest import NewCourse, of_course, run, scores, twokernels

(LINE,) = blocks(page("administrators"), "python")
"""What the page has an instructor write into nbgrader_config.py."""
(ADDRESS,) = re.findall(r'"(postgresql.*)"', LINE)
USER, HOST, DATABASE = re.fullmatch(r"\S+://(\w+)@(\w+)/(\w+)", ADDRESS).groups()  # type: ignore[union-attr]  # or fail
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test's own, with the page's user and database; where it is."""
    if not SERVERS:
        if os.environ.get("CI"):
            pytest.fail("CI is to install Debian's postgresql")
        pytest.skip("no PostgreSQL server is installed (Debian: apt install postgresql)")
    tools = SERVERS[-1].parent
    # PostgreSQL refuses to run as root; its folder must be its own user's then.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder = Path(tmp_path_factory.mktemp("postgresql"))
    if as_user:
        folder = Path("/var/tmp") / folder.name.replace("postgresql", f"twokernels-{os.getpid()}-")
        folder.mkdir()
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", free_port()

    def tool(name: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(tools / name), *arguments], check=True, capture_output=True, cwd=folder
        )

    tool("initdb", "-D", str(data), "-A", "trust", "-U", USER, "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    tool("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    tool("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE)
    yield f"127.0.0.1:{port}"
    tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_two_assignments_at_once_into_one_gradebook(server: str, new_course: NewCourse) -> None:
    course, plain = new_course("postgres"), new_course("sqlite")
    line = LINE.replace(f"@{HOST}/", f"@{server}/")
    url = ADDRESS.replace(f"@{HOST}/", f"@{server}/")
    for path in course.glob("gradebook.db*"):
        path.unlink()
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{line}\n")
    assignments = ("convolution", "pooling")
    for assignment in assignments:
        made = run("nbgrader", "generate_assignment", assignment, "--force", cwd=course)
        assert made.returncode == 0, made.stderr
        assert run(*twokernels("grade", assignment, "--course", plain)).returncode == 0
    both = [
        subprocess.Popen(twokernels("grade", name, "--course", course), stderr=subprocess.PIPE)
        for name in assignments
    ]
    for process in both:
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
    assert scores(url) == of_course(plain)
