"""A submission opened by hand in JupyterLab runs as confined as in grading, and leaves nothing."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from helpers.cli.kernel import NAME, SPEC
from helpers.grading import probe
from helpers.grading.errors import GradingError, NoSandbox
from tests.kernel.lab import SECONDS, Lab, Told, gone, no_process

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the kernelspec, and with one for another language."""
    folder = tmp_path_factory.mktemp("kernels")
    for name, spec in ((NAME, SPEC), ("ir", {**SPEC, "language": "R", "display_name": "R 4"})):
        (folder / name).mkdir()
        (folder / name / "kernel.json").write_text(json.dumps(spec), "utf-8")
    return folder


@pytest.fixture(scope="module")
def shared_lab(specs: Path) -> Iterator[Lab]:
    """One kernel for the tests that leave nothing behind."""
    before = dict(os.environ)
    os.environ["CANARY"] = "canary-in-the-environment"
    try:
        lab = Lab(specs, transport="ipc")
    finally:
        os.environ.clear()
        os.environ.update(before)
    yield lab
    lab.close()


@pytest.fixture
def lab(specs: Path) -> Iterator[Lab]:
    """Give a kernel of a test's own."""
    lab = Lab(specs)
    yield lab
    lab.close()


def test_the_entry_point_is_found() -> None:
    entry = KernelProvisionerFactory.instance().get_provisioner_entries()[NAME]
    assert entry == "helpers.provisioner.provisioner:ConfinedProvisioner"


def test_numpy_and_a_plot(shared_lab: Lab) -> None:
    told = shared_lab.run(
        "import numpy as np, matplotlib.pyplot as plt\nprint(np.arange(4).sum())\n"
        "plt.plot(np.arange(3)); plt.show()\n'the value'"
    )
    assert ("stream", {"name": "stdout", "text": "6\n"}) in told
    shown = [content["data"] for kind, content in told if kind == "display_data"]
    assert shown[0]["image/png"].startswith("iVBOR")
    assert shown[1] == {"text/plain": "'the value'"}


def test_names_stay_from_cell_to_cell(shared_lab: Lab) -> None:
    shared_lab.run("kept = 41")
    assert shared_lab.text("print(kept + 1)") == "42\n"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "/proc/self/environ", "/tmp", str(Path.home()), str(ROOT / "source"),
        str(ROOT / "nbgrader_config.py"), str(ROOT / "helpers/reference/corr2d.py"),
        str(ROOT / "helpers/provisioner/kernel.py"), str(ROOT / "examples"),
    ],
)  # fmt: skip
def test_no_file_of_yours_is_readable(shared_lab: Lab, path: str) -> None:
    code = f"import os; os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read()"
    assert shared_lab.error(code).startswith("PermissionError")


def test_nothing_beside_a_notebook_is_readable_or_writable(shared_lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("1")
    assert shared_lab.error(f"open({str(tmp_path / 'data.csv')!r})").startswith("PermissionError")
    error = shared_lab.error(f"open({str(tmp_path / 'out')!r}, 'w')")
    assert error.startswith(("PermissionError", "OSError"))
    assert shared_lab.text("import os; print(os.listdir('.'))") == "[]\n"


@pytest.mark.parametrize("module", ["helpers.reference", "helpers.grading", "sympy", "nbgrader"])
def test_no_package_of_yours_can_be_imported(shared_lab: Lab, module: str) -> None:
    assert shared_lab.error(f"import {module}").startswith("ForbiddenImport")
    without_the_courtesy = (
        "import sys; guard = sys.meta_path.pop(0)\n"
        f"try: import {module}\nfinally: sys.meta_path.insert(0, guard)"
    )
    assert shared_lab.error(without_the_courtesy).startswith(
        ("ModuleNotFoundError", "PermissionError", "ImportError")
    )


def test_no_socket_is_made_nor_reached(shared_lab: Lab) -> None:
    """Not even the kernel's own, by which it could talk as if it were JupyterLab."""
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"):
        code = f"import socket; socket.socket(socket.{family})"
        assert shared_lab.error(code).startswith("PermissionError"), family
    own = next(str(path) for path in shared_lab.folder.iterdir() if path.is_socket())
    code = f"a, b = socket.socketpair()\na.connect({own!r})"
    assert shared_lab.error(code).startswith("PermissionError")
    assert shared_lab.error(f"import os; os.listdir({str(shared_lab.folder)!r})").startswith(
        "PermissionError"
    )


def test_no_process_is_started_signalled_or_seen(shared_lab: Lab) -> None:
    for code in ("os.fork()", "os.execv('/bin/true', ['true'])", "os.listdir('/proc')"):
        assert shared_lab.error(f"import os; {code}").startswith("PermissionError"), code
    assert shared_lab.text("print(os.getpid(), os.getppid())") == "1 0\n"
    for pid in sorted(shared_lab.processes() | {os.getpid()}):
        assert "Error" in shared_lab.error(f"os.kill({pid}, 9)"), "no such process, or not allowed"


def test_nothing_of_your_environment_or_your_home(shared_lab: Lab) -> None:
    said = shared_lab.text("import os; print(dict(os.environ), os.path.expanduser('~'))")
    assert "canary" not in said
    assert str(Path.home()) not in said.replace(str(shared_lab.folder), "")


def test_no_script_reaches_a_browser(shared_lab: Lab) -> None:
    """JupyterLab trusts what a kernel sends; a script there could use the server as you."""
    forged = {
        "output_type": "display_data",
        "metadata": {},
        "data": dict.fromkeys(
            ("text/html", "application/javascript", "image/svg+xml", "image/png", "text/markdown",
             "text/latex", "application/vnd.jupyter.widget-view+json"),
            "<b>canary",
        ),
    }  # fmt: skip
    told: list[Told] = []
    for code in (
        "from IPython.display import HTML, Javascript, display; display(HTML('<b>canary'))",
        "display(Javascript('canary'))",
        f"get_ipython().outputs.collected.append({forged!r})",
        "get_ipython().outputs.collected.append({'output_type': 'comm_open', 'data': 'canary'})",
        "import ipywidgets; display(ipywidgets.HTML('<b>canary'))",
    ):
        told += [(kind, content) for kind, content in shared_lab.run(code)]
    kinds = {kind for kind, _ in told}
    data = [content["data"] for _, content in told if "data" in content]
    assert data
    for bundle in data:
        assert set(bundle) <= {"text/plain", "image/png", "image/jpeg"}
        assert "canary" not in bundle.get("image/png", "")
    assert kinds <= {"status", "execute_input", "display_data", "stream", "error", "execute_reply"}


def test_memory_is_limited_as_configured(specs: Path) -> None:
    """`c.TwoKernels.limits`, as in grading, in Jupyter's configuration."""
    lab = Lab(specs, config=Config({"TwoKernels": {"limits": {"memory_bytes": 200 << 20}}}))
    try:
        assert lab.error("x = bytearray(300 << 20)").startswith("MemoryError")
        assert lab.text("print(1)") == "1\n"
    finally:
        lab.close()


def test_a_limit_that_is_none_is_named_with_its_place(specs: Path) -> None:
    place = r"jupyter_server_config\.py: c\.TwoKernels\.limits: memory is no limit; the limits are"
    with pytest.raises(GradingError, match=place):
        Lab(specs, config=Config({"TwoKernels": {"limits": {"memory": 1}}}))


def test_an_interrupt_stops_an_endless_loop_and_names_stay(lab: Lab) -> None:
    lab.run("x = 7")
    error = lab.error("while True: pass", interrupt_after=0.5)
    assert error.startswith("KeyboardInterrupt")
    assert lab.text("print(x)") == "7\n"


def test_an_exit_ends_only_the_notebooks_process(lab: Lab) -> None:
    error = lab.error("import os; os._exit(0)")
    assert error.startswith("ProcessEnded: the notebook's process is gone: it ended by itself")
    assert lab.text("print(1)") == "1\n"


def test_a_loop_that_will_not_stop_ends_with_a_restart(lab: Lab) -> None:
    lab.run("x = 7")
    before = lab.processes()
    assert lab.client is not None
    lab.client.execute("while True:\n  try:\n    while True: pass\n  except BaseException: pass")
    lab.wait(lab.manager.interrupt_kernel())
    lab.restart()
    assert gone(lambda: no_process(before))
    assert lab.error("x").startswith("NameError")


def test_shutdown_leaves_no_process_and_no_folder(specs: Path) -> None:
    for now in (False, True):
        lab = Lab(specs)
        folder, connection = lab.folder, Path(lab.manager.connection_file)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert connection.stat().st_mode & 0o777 == 0o600
        lab.run("open('file', 'w').write('x')")
        processes = lab.processes()
        assert len(processes) == 4, "the kernel, the warm Python, the keeper, the student's"
        lab.shut_down(now=now)
        assert gone(functools.partial(no_process, processes))
        assert not folder.exists()
        assert not connection.exists()
        lab.close()


SERVER = """
import sys, time
from pathlib import Path
from tests.kernel.lab import Lab
lab = Lab(Path(sys.argv[1]))
lab.run("x = 1")
print(lab.folder, *lab.processes(), flush=True)
assert lab.client
lab.client.execute("while True: pass")
time.sleep(600)
"""


def test_a_server_that_is_killed_takes_everything_along(specs: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(specs)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        folder, *pids = server.stdout.readline().split()
        assert len(pids) == 4
        assert Path(folder).is_dir()
        server.send_signal(signal.SIGKILL)
        assert gone(lambda: no_process(set(map(int, pids))))
        assert gone(lambda: not Path(folder).exists())


def test_a_manager_set_to_tcp_gets_ipc_all_the_same(lab: Lab) -> None:
    """JupyterLab's own default is tcp, where any process of the machine may connect."""
    assert lab.manager.transport == "ipc"
    assert lab.manager.ip == f"{lab.folder}/socket"
    assert {path.name for path in lab.folder.iterdir() if path.is_socket()} == {
        f"socket-{port}" for port in lab.manager.ports
    }


def test_the_servers_default_provisioner_confines_every_python_kernel(specs: Path) -> None:
    """A submission names its kernel itself, and that must not decide."""
    (specs / "python3").mkdir(exist_ok=True)
    spec = {
        "argv": ["python", "-m", "ipykernel_launcher"],
        "display_name": "P",
        "language": "python",
    }
    (specs / "python3" / "kernel.json").write_text(json.dumps(spec), "utf-8")
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    factory.default_provisioner_name = NAME
    try:
        lab = Lab(specs, kernel_name="python3")
        assert lab.error("open('/etc/passwd')").startswith("PermissionError")
        lab.close()
    finally:
        factory.default_provisioner_name = before


def test_without_a_sandbox_no_kernel_starts(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_CONFINE", "print('OSError: no unshare')")
    with pytest.raises(NoSandbox) as refused:
        Lab(specs)
    assert str(refused.value) == str(NoSandbox("OSError: no unshare"))


def test_another_language_is_refused(specs: Path) -> None:
    with pytest.raises(GradingError, match="the kernel R 4 is for R: only Python runs confined"):
        Lab(specs, kernel_name="ir")


def test_started_without_the_provisioner_it_says_so_and_runs_nothing() -> None:
    done = subprocess.run(
        [sys.executable, *SPEC["argv"][1:]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 1
    assert "started without its provisioner" in done.stderr


def test_a_debugger_is_declined(shared_lab: Lab) -> None:
    """JupyterLab asks for one where the kernelspec promises it, as Python 3's does."""
    client = shared_lab.client
    assert client is not None
    question = {"seq": 1, "type": "request", "command": "debugInfo"}
    client.control_channel.send(client.session.msg("debug_request", question))
    answer = shared_lab.wait(client.get_control_msg(timeout=SECONDS))
    assert answer["msg_type"] == "debug_reply"
    assert (answer["content"]["success"], answer["content"]["request_seq"]) == (False, 1)
