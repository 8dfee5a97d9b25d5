"""Forks of the warm process see nothing of each other, and nothing of who started them."""

from __future__ import annotations

import copy
import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from matplotlib import font_manager

from helpers.grading.warm import WarmPython
from helpers.kernel.limits import Limits
from tests.kernel.conftest import MakeNotebook, Notebook

LEFT_BEHIND = {
    "memory": ("shared = 1", "'shared' in globals()", "False"),
    "a file": ("open('left', 'w').write('x')", "__import__('os').listdir('.')", "[]"),
    "the environment": (
        "import os; os.environ['LEFT'] = '1'", "'LEFT' in __import__('os').environ", "False",
    ),
    "a module": ("import sys; sys.modules['left'] = sys", "'left' in __import__('sys').modules",
                 "False"),
    "a patched module": ("import numpy as np; np.allclose = lambda *a: True",
                         "__import__('numpy').allclose(1, 2)", "False"),
    "a patched builtin": ("import builtins; builtins.sum = len", "sum([5])", "5"),
    "a style": ("import matplotlib; matplotlib.rcParams['lines.linewidth'] = 77",
                "__import__('matplotlib').rcParams['lines.linewidth'] == 77", "False"),
    "error handling": ("import numpy as np; np.seterr(all='raise')",
                       "__import__('numpy').geterr()['divide']", "warn"),
    "print options": ("import numpy as np; np.set_printoptions(precision=1)",
                      "__import__('numpy').get_printoptions()['precision']", "8"),
    "a hook": ("get_ipython().events.register('pre_run_cell', lambda *_: print('hooked'))",
               "1", "1"),
    "a transformer": (
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])", "1", "1",
    ),
    "a warning filter": ("import warnings; warnings.simplefilter('error')",
                         "__import__('warnings').warn('x')", "None"),
}  # fmt: skip


@pytest.mark.parametrize(("leave", "look", "expected"), LEFT_BEHIND.values(), ids=LEFT_BEHIND)
@pytest.mark.parametrize("order", ["after", "beside"])
def test_a_notebook_finds_nothing_of_another(
    make_notebook: MakeNotebook, leave: str, look: str, expected: str, order: str
) -> None:
    first, beside = make_notebook(), make_notebook()
    first.run(leave)
    if order == "after":
        first.process.close()
    second = beside if order == "beside" else make_notebook()
    text = "".join(o.get("text", "") for o in second.run(f"print({look})") if o["name"] == "stdout")
    assert text == f"{expected}\n"


def test_random_numbers_of_one_notebook_do_not_move_those_of_another(
    make_notebook: MakeNotebook,
) -> None:
    """A seed that is set gives everybody the same numbers, and drawing moves nobody else's."""
    seeded = "import numpy as np; np.random.seed(5); print(np.random.rand())"
    first, second = make_notebook(), make_notebook()
    first.run("import numpy as np, random; np.random.rand(99); random.random()")
    assert first.text(seeded) == second.text(seeded)


def test_it_is_started_with_an_environment_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing of the instructor's environment, which may hold passwords, is there to be read."""
    monkeypatch.setenv("CANARY", "canary-7f3a")
    zygote = WarmPython()
    try:
        process = zygote.fork(Limits())
        text = Notebook(process).text("import os; print(dict(os.environ))")
        process.close()
    finally:
        zygote.close()
    assert "canary" not in text
    assert "PATH" not in text.replace("PYTHONPATH", "")


STARTED = """
from helpers.grading.warm import WarmPython
from helpers.kernel.limits import Limits
warm = WarmPython()
process = warm.fork(Limits())
print(warm._folder, flush=True)
process.request({"do": "cell", "source": "import time; time.sleep(60)"})
"""


CANARY_FONT = """
import matplotlib.pyplot as plt
from matplotlib import font_manager
plt.rcParams["font.family"] = ["Canary Sans", "DejaVu Sans"]
plt.title("drawn")
plt.savefig("drawn.png")
plt.close()
print({font.name for font in font_manager.fontManager.ttflist})
"""


def test_the_machines_fonts_are_not_known_for_they_may_not_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A notebook that asks for one by name draws with another, as where it is not installed."""
    fonts = copy.copy(font_manager.fontManager)
    dejavu = next(font for font in fonts.ttflist if font.name == "DejaVu Sans")
    machines = dataclasses.replace(dejavu, name="Canary Sans", fname=str(tmp_path / "canary.ttf"))
    fonts.ttflist = [machines, dejavu]
    version = font_manager.FontManager.__version__
    font_manager.json_dump(fonts, tmp_path / f"fontlist-v{version}.json")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    zygote = WarmPython()
    try:
        process = zygote.fork(Limits())
        try:
            (said,) = Notebook(process).run(CANARY_FONT)
        finally:
            process.close()
    finally:
        zygote.close()
    assert said["text"] == "{'DejaVu Sans'}\n", "nor is the list made anew, which takes a second"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_the_whole_group_leaves_no_folder(ending: signal.Signals) -> None:
    """`timeout`, a batch system and a closed terminal signal everything that was started.

    Nothing can be tidied up after SIGKILL, so that goes to the first process alone.
    """
    started = subprocess.Popen(
        [sys.executable, "-c", STARTED], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert started.stdout
    folder = started.stdout.readline().strip()
    assert os.path.isdir(folder)
    (os.kill if ending is signal.SIGKILL else os.killpg)(started.pid, ending)
    started.wait()
    started.stdout.close()
    deadline = time.monotonic() + 20
    while os.path.exists(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not os.path.exists(folder)


ASK_AND_LEAVE = """
import socket, time
from helpers.grading.warm import WarmPython
zygote = WarmPython()
zygote._wait_until_warm()
(ours, channel), (leash, other) = socket.socketpair(), socket.socketpair()
ours.close()
zygote._ask({"limits": None, "confined": True}, channel, leash)
time.sleep(0.5)
zygote.close()
"""


def test_nothing_is_said_where_nobody_waits_for_a_fork_that_fails() -> None:
    """As when a worker is killed because nothing can be confined: one sentence is to be read."""
    done = subprocess.run([sys.executable, "-c", ASK_AND_LEAVE], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_descriptor_but_its_channel_is_open(notebook: Notebook) -> None:
    source = (
        "import os\nopen_ = []\nfor i in range(3, 200):\n"
        "    try: os.fstat(i); open_.append(i)\n    except OSError: pass\nprint(len(open_))"
    )
    assert notebook.text(source) in ("1\n", "2\n")  # asyncio may hold a pair of its own later


def test_the_warm_process_holds_nothing_to_tell(notebook: Notebook) -> None:
    source = (
        "import sys\nprint([m for m in sys.modules if m.startswith(('helpers.reference', "
        "'helpers.questions', 'helpers.grading', 'nbgrader', 'sympy', 'sqlalchemy'))])\n"
        "print(sys.argv, [p for p in sys.path if p == ''])"
    )
    assert notebook.text(source).splitlines()[0] == "[]"
