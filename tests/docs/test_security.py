"""docs/security.md's commands: what each promises of a submission that is run by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT, commands, inline, page
from tests.docs.people import Reader, Server, environment, show_packages, started

PAGE = page("security")
(CONFINED_LAB,) = commands(PAGE)
BY_HAND = tuple(line for line in inline(PAGE) if line.startswith("twokernels"))


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Give an environment of one's own: the kernel is added to it, and not to that of the tests."""
    home = tmp_path_factory.mktemp("home")
    owner = Reader(home, environment(home, PYTHONPATH=str(ROOT)))
    owner.type("python3 -m venv --without-pip .venv")
    show_packages(home / ".venv")
    return owner


@pytest.fixture(scope="module")
def said(owner: Reader) -> dict[str, str]:
    """Type what stands in the page's sentences."""
    return {line: owner.type(f"source .venv/bin/activate && {line}") for line in BY_HAND}


@pytest.fixture(scope="module")
def server(owner: Reader, said: dict[str, str]) -> Iterator[Server]:
    """Type the page's line that starts JupyterLab."""
    line = f"source .venv/bin/activate && {CONFINED_LAB}"
    with started(line, owner.folder, owner.folder, owner.env) as server:
        yield server


def test_the_doctor_finds_every_promise_kept(said: dict[str, str]) -> None:
    assert "is stopped" in said["twokernels doctor"]
    assert "succeeds" not in said["twokernels doctor"]


def test_the_kernel_is_added_to_that_environment(said: dict[str, str], owner: Reader) -> None:
    assert "Two Kernels (confined)" in said["twokernels kernel install"]
    assert (owner.folder / ".venv/share/jupyter/kernels/two-kernels/kernel.json").is_file()


@pytest.mark.parametrize("kernel", ["two-kernels", "python3"])
def test_no_kernel_of_that_server_reads_the_checkout(server: Server, kernel: str) -> None:
    secret = ROOT / "source" / "two_kernels" / "two_kernels.ipynb"
    assert secret.is_file()
    said = server.says(kernel, f"print(1 + 1)\nopen({str(secret)!r}).read()")
    assert said.startswith("2\n")
    assert "Permission denied" in said
    assert "BEGIN HIDDEN" not in said
