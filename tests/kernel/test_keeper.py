"""Code that runs too long is stopped; a keeper ends its process, whoever goes first."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.grading.errors import NoSandbox
from helpers.grading.student import Ended, Stopped
from helpers.grading.warm import WarmPython, Zygote
from helpers.kernel import zygote as zygote_module
from helpers.kernel.limits import Limits
from tests.kernel.conftest import MakeNotebook, Notebook

ROOT = Path(__file__).resolve().parents[2]


def descendants(pid: int) -> set[int]:
    """Return the processes below one, however deep."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after[0] != "Z":
            parents[int(path.parent.name)] = int(after[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def soon(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.01)
    return condition()


def processes(zygote: Zygote) -> set[int]:
    return descendants(zygote._process.pid)


# -- time --------------------------------------------------------------------------------------


@pytest.mark.timeout(30)  # what is not stopped goes on for longer
def test_code_that_runs_too_long_is_stopped_and_the_names_stay(
    make_notebook: MakeNotebook,
) -> None:
    notebook = make_notebook(call_seconds=0.3)
    notebook.run("a = 5")
    for source in ("while True: pass", "import time; time.sleep(60)"):
        with pytest.raises(Stopped, match="ran for more than"):
            notebook.process.request({"do": "cell", "source": source})
    assert notebook.text("print(a)") == "5\n"


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n    try: sum(range(1000))\n    except BaseException: pass",
        "sum(range(10**12))",
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass",
    ],
    ids=["catches", "never looks", "ignores", "blocks"],
)
def test_code_that_will_not_stop_is_killed(
    make_notebook: MakeNotebook, zygote: Zygote, source: str
) -> None:
    notebook = make_notebook(call_seconds=0.3)
    with pytest.raises(Stopped):
        notebook.process.request({"do": "cell", "source": source})
    with pytest.raises(Ended, match="would not stop"):
        notebook.process.request({"do": "cell", "source": "1"})
    assert soon(lambda: not processes(zygote))


def test_the_time_of_the_whole_notebook_is_limited_and_said(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(call_seconds=0.4, notebook_seconds=0.6)
    for _ in range(2):
        with pytest.raises(Stopped):
            notebook.process.request({"do": "cell", "source": "while True: pass"})
    with pytest.raises(Stopped, match=r"the notebook's 0\.6 s are used up"):
        notebook.process.request({"do": "cell", "source": "1"})


def test_an_interrupt_that_comes_late_ends_nothing(notebook: Notebook) -> None:
    for _ in range(3):
        notebook.process._leash.sendall(b"i")
        time.sleep(0.05)
    assert notebook.text("print(1)") == "1\n"


# -- ends --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), 9); os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "import sys; sys.setrecursionlimit(10**9)\nf = lambda: repr(x)\nx = []\n"
        "for _ in range(10**5): x = [x]\nrepr(x)",
        "import threading, os; threading.Thread(target=os._exit, args=(0,)).start()\nwhile 1: pass",
        "import os\nfor i in range(3, 100):\n    try: os.close(i)\n    except OSError: pass",
        "import os\nfor i in range(3, 100):\n    try: os.write(i, b'x' * 999)\n"
        "    except OSError: pass",
        "import os\nfor i in range(3, 100):\n    try: os.write(i, b'\\x00\\x00\\x00\\x02{}')\n"
        "    except OSError: pass",
    ],
    ids=["exit", "kill", "segfault", "recursion", "thread", "closes", "garbage", "forged reply"],
)
def test_a_process_that_goes_or_lies_harms_only_itself(
    make_notebook: MakeNotebook, zygote: Zygote, source: str
) -> None:
    notebook, other = make_notebook(), make_notebook()
    other.run("a = 1")
    for asked in (source, "1", "1"):
        try:
            notebook.process.request({"do": "cell", "source": asked})
        except (Ended, Stopped):
            continue
    notebook.process.close()
    assert other.text("print(a)") == "1\n"
    other.process.close()
    assert soon(lambda: not processes(zygote))


def test_a_reply_larger_than_a_result_may_be_ends_the_process(
    make_notebook: MakeNotebook,
) -> None:
    notebook = make_notebook(result_bytes=10_000)
    notebook.run("text = 'x' * 100_000")
    with pytest.raises(Ended, match="a message of 1000"):
        notebook.look("text")


@pytest.mark.timeout(30)  # what is not ended sleeps for longer
def test_closing_ends_the_process_and_its_threads(
    make_notebook: MakeNotebook, zygote: Zygote
) -> None:
    notebook = make_notebook()
    notebook.run(
        "import threading, time, atexit\natexit.register(time.sleep, 60)\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=False).start()"
    )
    assert processes(zygote)
    notebook.process.close()
    assert soon(lambda: not processes(zygote))


def test_a_killed_keeper_takes_its_process_along(
    make_notebook: MakeNotebook, zygote: Zygote
) -> None:
    notebook = make_notebook()
    (keeper,) = [p for p in processes(zygote) if descendants(p)]
    os.kill(keeper, signal.SIGKILL)
    assert soon(lambda: not processes(zygote))
    with pytest.raises(Ended):
        notebook.process.request({"do": "cell", "source": "1"})


EXAMINER = """
import sys
from helpers.grading.warm import WarmPython, Zygote
from helpers.kernel.limits import Limits
zygote = WarmPython()
held = [zygote.fork(Limits()) for _ in range(2)]
held[0]._channel.sendall(__import__("helpers.kernel.wire", fromlist=["x"]).encode(
    {"do": "cell", "source": "while True:\\n    try: sum(range(99))\\n    except: pass"}))
print(zygote._process.pid, flush=True)
sys.stdin.read()
"""


def test_when_the_examiner_dies_no_process_is_left() -> None:
    """Killed as the kernel kills for memory, it can clean up nothing itself."""
    examiner = subprocess.Popen(
        [sys.executable, "-c", EXAMINER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with examiner:
        assert examiner.stdout is not None
        zygote = int(examiner.stdout.readline())
        below = descendants(zygote)
        assert len(below) == 4  # two keepers, two students' processes
        examiner.kill()
    assert soon(lambda: not any(Path(f"/proc/{pid}/cwd").exists() for pid in (zygote, *below)))


def test_a_zygote_that_cannot_confine_says_why(
    zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit it cannot set stands for every step that may fail."""
    monkeypatch.setattr(Limits, "to_json", lambda self: {"call_second": 1})
    with pytest.raises(NoSandbox, match=r"submissions cannot be confined here: .*is no limit"):
        zygote.fork(Limits())


def test_a_warm_process_leaves_no_folder() -> None:
    zygote = WarmPython()
    folder = Path(zygote._folder)
    process = zygote.fork(Limits(), confined=False)
    Notebook(process).text("open('left.txt', 'w').write('x')")
    assert list(folder.glob("*/left.txt"))
    process.close()
    zygote.close()
    assert soon(lambda: not folder.exists())


def test_without_a_sandbox_a_notebook_runs_all_the_same(zygote: Zygote) -> None:
    """The instructor has asked for it by name: nothing is confined, the two kernels stay."""
    process = zygote.fork(Limits(), confined=False)
    try:
        notebook = Notebook(process)
        assert notebook.text("import os; print(os.path.exists('/etc/passwd'))") == "True\n"
        assert notebook.text("print(len(open('/etc/passwd').read()) > 0)") == "True\n"
        assert notebook.error("import scipy") == "ForbiddenImport"
    finally:
        process.close()


def test_a_request_nobody_knows_ends_only_the_process(notebook: Notebook) -> None:
    with pytest.raises((Ended, Stopped)):
        notebook.process.request({"do": "dance"})


def test_reading_stops_where_the_other_end_does() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x00\x00\x00\x09{}")
        theirs.shutdown(socket.SHUT_WR)
        assert zygote_module.receive(ours) is None
