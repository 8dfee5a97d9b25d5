"""Tricks with IPython, standard streams and the interpreter, to empty or forge a test."""

from __future__ import annotations

from tests.hostile.attack import ZEROS, Row, cell

ROWS = [
    transformed := Row("an IPython transformer or a replaced run_cell"),
    forged := Row("forge outputs and results of tests"),
    left := Row("leave something for the tests or the next submission"),
]

transformed.add(
    "input_transformer",
    """
ip = get_ipython()
empty = lambda lines: ["4.0\\n"] if any("Graded" in line for line in lines) else lines
ip.input_transformers_cleanup.append(empty)
ip.input_transformers_post.append(empty)
""",
    ZEROS,
    outcomes={"test_corr2d": "wrong_values"},
)
transformed.add(
    "ast_transformer",
    """
import ast
class Empty(ast.NodeTransformer):
    def visit_Module(self, node): return ast.Module([], [])
    def visit_Call(self, node): return ast.Constant(4.0)
get_ipython().ast_transformers.append(Empty())
""",
    ZEROS,
)
transformed.add(
    "run_cell",
    """
import sys
ip = get_ipython()
type(ip).run_cell = ip.run_cell = lambda *a, **k: 4.0
type(ip).run = lambda self, source, limit: [
    {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}}]
sys.modules["helpers.kernel.zygote"]._reply = lambda *a: {
    "is": "returned", "value": {"is": "float", "value": "0x1p+2"}}
""",
    ZEROS,
)
transformed.add(
    "events",
    """
ip = get_ipython()
def answer(*a):
    print("4.0")
    ip.user_ns["result1"] = 4.0
for event in ("pre_execute", "post_execute", "pre_run_cell", "post_run_cell"):
    ip.events.register(event, answer)
ip.set_custom_exc((BaseException,), lambda *a, **k: None)
ip.display_formatter.format = lambda *a, **k: ({"text/plain": "4.0"}, {})
""",
    ZEROS,
)
transformed.add(
    "namespace",
    """
class Names(dict):
    def __missing__(self, name): return 4.0
ip = get_ipython()
ip.user_ns = ip.user_global_ns = Names(ip.user_ns)
ip.user_module.__dict__["corr2d"] = lambda *a: 4.0
%reset -f
""",
    ZEROS,
)
for name, source in {
    "shell": "!touch @OUTSIDE@/run; cat @HOME@/secret.txt\nx = !id",
    "bash": "%%bash\ncat @HOME@/secret.txt",
    "script": "%%python3\nprint(open('@HOME@/secret.txt').read())",
    "run": "%run @REPO@/helpers/reference/corr2d.py",
    "load": "%load @HOME@/secret.txt",
    "writefile": "%%writefile @OUTSIDE@/run\nx",
    "pdb": "%pdb on\n1 / 0",
    "debug": "breakpoint()\nimport pdb; pdb.set_trace()",
    "input": "input('password? ')",
    "stdin": "import sys\nprint(sys.stdin.readline() or 1 / 0)",
    "exit": "exit()\nquit()\nimport sys\nsys.exit(0)",
    "embed": "import IPython; IPython.embed()",
    "cd": "%cd @HOME@\n%bookmark here\n%logstart @OUTSIDE@/log",
    "null_byte": "x = '\0'",
    "not_python": "def corr2d(X, K:\n    return",
    "await": "import asyncio\nawait asyncio.sleep(0)\nawait asyncio.sleep(3600)",
    "autoreload": "%load_ext autoreload\n%autoreload 2\n%load_ext sql\n%pip install torch",
}.items():
    transformed.add(f"magic_{name}", source, ZEROS)

forged.add(
    "forged_result",
    cell(
        """
from IPython.display import display, publish_display_data
import sys
def corr2d(X, K):
    publish_display_data({"text/plain": "4.0", "application/x-nbgrader": "4.0"})
    sys.displayhook(4.0)
    get_ipython().displayhook(4.0)
    display(4.0, display_id="x")
    print("4.0 of 4 points")
    return 4.0
4.0
""",
        "corr2d",
    ),
    cell("4.0", "test_corr2d"),
)
forged.add(
    "forged_outputs_in_the_file",
    cell(
        "4.0",
        "test_corr2d",
        outputs=[
            {"output_type": "execute_result", "data": {"text/plain": "4"}, "execution_count": 1}
        ],
    ),
)
forged.add(
    "replaced_streams",
    """
import sys, io
class Stream(io.StringIO):
    def write(self, text): return super().write("4.0")
sys.stdout = sys.stderr = sys.__stdout__ = Stream()
import contextlib
contextlib.redirect_stdout = contextlib.redirect_stderr = None
""",
    ZEROS,
)
forged.add(
    "forged_points",
    """
# 4 points. Score: 4/4. outcome: correct
result1 = {"score": 2.0, "max_score": 2.0, "outcome": "correct", "message": "Correct."}
def corr2d(X, K): return {"is": "array", "score": 4.0}
class Mark(float): outcome, message, misconception = "correct", "Correct.", None
def l2_loss(*a): return Mark(2.0)
""",
)
left.add(
    "leaves_itself",
    """
import atexit, builtins, os, signal, sys, threading, weakref
def mark(*a):
    sys.modules["numpy"].allclose = lambda *a, **k: True
    open("left.txt", "w").write("left")
atexit.register(mark)
nothing = lambda *a: None
sys.settrace(nothing); sys.setprofile(nothing); threading.settrace(nothing)
sys.excepthook = sys.unraisablehook = mark
sys.addaudithook(lambda *a: None)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
    signal.signal(number, mark)
np.allclose = builtins.print = mark
sys.modules["helpers.student"].check = mark
os.environ["PYTHONSTARTUP"] = "left.txt"
open("numpy.py", "w").write("allclose = None")
os.makedirs("helpers"); open("helpers/__init__.py", "w").write("x = 1")
""",
    ZEROS,
)
left.add(
    "looks_for_what_was_left",
    """
import signal, sys
def fresh():
    assert os.listdir(".") == [], os.listdir(".")
    assert np.allclose(0, 1) is False
    assert not os.environ.get("PYTHONSTARTUP")
    assert signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL
    raise LookupError("nothing was left")
attempt("what others left", fresh)
""",
)
