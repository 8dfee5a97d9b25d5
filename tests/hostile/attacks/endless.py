"""Time and output without end."""

from __future__ import annotations

from tests.hostile.attack import RIGHT_RESULT1, Row, cell

ROWS = [time := Row("endless loops"), output := Row("output floods")]

DESERVED = {"test_result1": 2.0}
FIRST = (cell(RIGHT_RESULT1, "result1"), cell("", "test_result1"))
TIMED_OUT = {"test_corr2d": "timed_out"}

time.add("loop_in_a_cell", *FIRST, "while True:\n    pass", earned=DESERVED)
time.add(
    "loop_in_the_answer",
    *FIRST,
    cell("while True:\n    x = 1\ndef corr2d(X, K): return 1", "corr2d"),
    earned=DESERVED,
    outcomes=TIMED_OUT,
)
time.add(
    "loop_in_a_call",
    *FIRST,
    cell("def corr2d(X, K):\n    while True:\n        pass", "corr2d"),
    earned=DESERVED,
    outcomes=TIMED_OUT,
)
time.add(
    "loop_that_catches_all",
    *FIRST,
    cell(
        """
import time
def corr2d(X, K):
    while True:
        try:
            time.sleep(0.01)
        except BaseException:
            pass
""",
        "corr2d",
    ),
    earned=DESERVED,
    outcomes=TIMED_OUT,
)
time.add(
    "loop_without_signals",
    *FIRST,
    """
import signal, threading
signal.signal = lambda *a: None
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
""",
    earned=DESERVED,
)
for name, source in {
    "sum": "sum(range(10**12))",
    "power": "x = 7 ** (10**8)",
    "regex": "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    "sleep": "import time; time.sleep(3600)",
    "lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "libc": "import ctypes; ctypes.PyDLL(None).sleep(3600)",
}.items():
    call = source.replace("; ", "\n    ").replace("x = ", "")
    time.add(
        f"endless_{name}",
        *FIRST,
        cell(f"def corr2d(X, K):\n    {call}", "corr2d"),
        earned=DESERVED,
        outcomes=TIMED_OUT,
    )
time.add(
    "slow_everywhere",
    *FIRST,
    """
import time
def wait(*a):
    started = time.monotonic()
    while time.monotonic() - started < 2.3:
        try:
            time.sleep(0.05)
        except BaseException:
            pass
    return 0.0
l2_loss = lambda *a: wait()
class Slow:
    def __del__(self): wait()
def corr2d(X, K):
    wait()
""",
    *(["wait()"] * 20),
    earned=DESERVED,
)
time.add(
    "slow_to_be_packed",
    """
import time
class Slow(np.ndarray): pass
class Meta(type):
    @property
    def __module__(cls): time.sleep(3600)
class Value(metaclass=Meta): pass
def corr2d(X, K): return Value()
class Mean(Exception):
    def __str__(self): time.sleep(3600)
def l2_loss(*a): raise Mean
""",
    outcomes={"test_l2_loss": "timed_out"},
)
time.add("many_cells", *(["x = 1"] * 1900), cell(RIGHT_RESULT1, "result1"), earned=DESERVED)

output.add("print_without_end", *FIRST, "while True:\n    print('x' * 1000)", earned=DESERVED)
output.add(
    "write_to_descriptors",
    *FIRST,
    """
import os, sys
for _ in range(10_000):
    os.write(1, b"x" * 10_000)
    os.write(2, b"x" * 10_000)
print("x" * 50_000_000, file=sys.stderr)
""",
    earned=DESERVED,
)
output.add(
    "display_large_pictures",
    *FIRST,
    """
from IPython.display import Image, display
for _ in range(10):
    display(Image(data=b"\\x89PNG\\r\\n\\x1a\\n" + bytes(10_000_000), format="png"))
""",
    earned=DESERVED,
)
output.add(
    "display_very_often",
    *FIRST,
    "from IPython.display import display\nfor i in range(10**7):\n    display('x')",
    earned=DESERVED,
)
output.add(
    "many_large_outputs",
    *FIRST,
    *(["print(chr(233) * 190_000)"] * 200),
    earned=DESERVED,
)
output.add(
    "forged_large_outputs",
    *FIRST,
    """
ip = get_ipython()
big = [{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["x" * 190_000] * 70}]
type(ip).run = lambda self, source, limit: big
""",
    *(["x"] * 8),
    earned=DESERVED,
)
output.add(
    "large_in_a_call",
    *FIRST,
    """
def corr2d(X, K):
    while True:
        print("x" * 1_000_000)
def l2_loss(*a):
    raise ValueError("x" * 100_000_000)
""",
    earned=DESERVED,
    outcomes={"test_corr2d": "timed_out", "test_l2_loss": "raised"},
)
