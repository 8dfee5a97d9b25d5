"""What a submission may read is Python and the allowed packages, and never a folder around them."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.grading.warm import Zygote
from helpers.kernel import confine
from helpers.kernel.imports import with_requirements
from helpers.kernel.limits import ALLOWED_PACKAGES, Limits
from tests.kernel.conftest import MakeNotebook, Notebook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def granted() -> list[Path]:
    return [Path(p) for p in confine.readable(sorted(with_requirements(ALLOWED_PACKAGES)))]


def holds(folder: Path, path: Path) -> bool:
    return folder == path or folder in path.parents


def site_packages() -> set[Path]:
    names = ("purelib", "platlib")
    base = f"{sys.base_prefix}/lib/python{sys.version_info.major}.{sys.version_info.minor}"
    found = {Path(sysconfig.get_paths()[name]) for name in names} | {Path(base, "site-packages")}
    found |= {Path("/usr/lib/python3/dist-packages"), Path("/usr/local/lib")}
    return {Path(os.path.realpath(path)) for path in found if path.exists()}


def test_no_folder_of_installed_packages_is_granted_as_a_whole(granted: list[Path]) -> None:
    for folder in granted:
        for site in site_packages():
            assert not holds(folder, site), folder


def test_nothing_granted_contains_the_repository_or_a_home(granted: list[Path]) -> None:
    forbidden = [
        ROOT, ROOT / "source", ROOT / "helpers", ROOT / "helpers" / "reference",
        ROOT / "helpers" / "questions", ROOT / "helpers" / "grading", Path.home(), Path("/tmp"),
        Path("/etc"), Path("/proc"), Path("/dev"), Path("/run"), Path("/var"), Path("/home"),
    ]  # fmt: skip
    for folder in granted:
        for path in forbidden:
            assert not holds(folder, path), folder
    ours = {path.relative_to(ROOT / "helpers") for path in granted if holds(ROOT / "helpers", path)}
    assert ours == {Path("__init__.py"), Path("student")}


@pytest.mark.parametrize("package", ["scipy", "sympy", "torch", "nbgrader", "sandlock", "pip"])
def test_a_package_that_is_ruled_out_is_not_granted(granted: list[Path], package: str) -> None:
    for site in site_packages():
        for folder in granted:
            assert not holds(folder, site / package)


def test_links_are_granted_as_what_they_lead_to(granted: list[Path]) -> None:
    """Landlock follows them when the rule is made: what is checked above must be the end."""
    assert [path for path in granted if Path(os.path.realpath(path)) != path] == []


def test_a_folder_of_packages_below_a_library_folder_is_left_out(tmp_path: Path) -> None:
    for name in ("dist-packages", "site-packages", "python3", "libx.so", "libpython3.so", "ssl"):
        (tmp_path / name).mkdir()
    kept = {Path(path).name for path in confine._children(str(tmp_path))}
    assert kept == {"libx.so", "libpython3.so", "ssl"}


def test_a_library_folder_without_packages_is_one_path(tmp_path: Path) -> None:
    """Its links are paths of their own: a folder does not grant what they lead to."""
    library = tmp_path / "lib"
    (library / "ssl").mkdir(parents=True)
    (library / "out.py").symlink_to(tmp_path / "elsewhere.py")
    assert confine._children(str(library)) == [str(library), str(library / "out.py")]


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/self/maps", "/proc/1/cmdline",
        "/proc/self/fd", "/dev/tty", "/dev/mem", "/sys/kernel", "/tmp", "/var/tmp", "/", "/home",
        str(ROOT / "nbgrader_config.py"), str(ROOT / "helpers" / "reference" / "corr2d.py"),
        str(ROOT / "source"), str(Path.home()), "/run", "/dev/shm", "..", "../..",
    ],
)  # fmt: skip
def test_what_is_not_granted_cannot_be_opened(shared_process: Notebook, path: str) -> None:
    source = (
        f"import os\nos.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read()"
    )
    assert shared_process.error(source) in ("PermissionError", "FileNotFoundError")


@pytest.fixture(scope="module")
def shared_process(zygote: Zygote) -> Iterator[Notebook]:
    """One process for the tests that leave nothing behind."""
    process = zygote.fork(Limits())
    yield Notebook(process)
    process.close()


@pytest.mark.parametrize(
    "source",
    [
        "open('/tmp/out', 'w')", "os.mkdir('/tmp/out')", "os.symlink('/etc', '/tmp/out')",
        "os.unlink('/etc/hostname')", "os.rename('/etc/hostname', 'mine')", "os.mkfifo('/tmp/f')",
        "os.truncate('/etc/hostname', 0)", "open('/dev/shm/x', 'w')",
        "os.link('/etc/hostname', 'mine')", "open(os.devnull + '2', 'w')",
    ],
)  # fmt: skip
def test_nothing_outside_its_folder_can_be_changed(shared_process: Notebook, source: str) -> None:
    name = shared_process.error(f"import os\n{source}")
    assert name in ("PermissionError", "OSError", "FileNotFoundError")


def test_its_own_folder_is_a_folder_like_any_other(notebook: Notebook) -> None:
    source = (
        "import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.rename('a/b/c', 'd')\n"
        "os.symlink('d', 'e')\nprint(open('e').read(), sorted(os.listdir('.')))\nos.remove('d')"
    )
    assert notebook.text(source) == "x ['a', 'd', 'e']\n"


def test_a_link_in_its_folder_leads_nowhere_else(notebook: Notebook) -> None:
    assert notebook.error("import os; os.symlink('/etc/passwd', 'p'); open('p')") == (
        "PermissionError"
    )


def test_the_disk_has_a_size_and_a_number_of_files(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(disk_bytes=1 << 20, disk_files=20)
    assert notebook.error("open('big', 'wb').write(bytes(2 << 20))") == "OSError"
    many = "import os; os.remove('big')\nfor i in range(100): open(f'{i}', 'w')"
    assert notebook.error(many) == "OSError"


def test_open_files_are_limited(make_notebook: MakeNotebook) -> None:
    source = "files = []\nfor i in range(100): files.append(open('/dev/null'))"
    assert make_notebook(open_files=50).error(source) == "OSError"


def test_memory_is_limited_and_the_process_lives_on(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(memory_bytes=200 << 20)
    assert notebook.error("x = bytearray(300 << 20)") == "MemoryError"
    assert notebook.error("import numpy as np; np.ones(50_000_000)") in (
        "MemoryError", "_ArrayMemoryError"
    )  # fmt: skip
    assert notebook.text("print(len(bytearray(50 << 20)))") == f"{50 << 20}\n"


def test_it_sees_no_other_process_and_no_network(notebook: Notebook) -> None:
    assert notebook.text("import os; print(os.getpid(), os.getppid())") == "1 0\n"
    assert notebook.error("os.kill(2, 0)") == "ProcessLookupError"
    assert notebook.error("import socket; socket.create_connection(('127.0.0.1', 80))") in (
        "PermissionError", "OSError"
    )  # fmt: skip
    assert notebook.error("socket.getaddrinfo('localhost', 80)") in ("gaierror", "PermissionError")


def test_it_has_no_capability_and_is_nobody_in_particular(notebook: Notebook) -> None:
    assert notebook.text("import os; print(os.getuid(), os.getgid(), os.getgroups())").startswith(
        "1000 1000 ["
    )
    for call in ("os.setuid(0)", "os.chroot('.')", "os.setgroups([])", "os.nice(-5)"):
        assert notebook.error(call) in ("PermissionError", "OSError"), call


def test_a_part_that_the_kernel_does_not_enforce_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confine._libc, "unshare", lambda flags: -1)
    with pytest.raises(OSError, match="user namespaces are not available here"):
        confine.enter_namespaces()
