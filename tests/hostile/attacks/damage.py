"""Memory, processes, threads, signals, crashes."""

from __future__ import annotations

from tests.hostile.attack import RIGHT_RESULT1, Row, cell

ROWS = [
    memory := Row("memory and recursion"),
    processes := Row("start processes, or outlive the grading"),
    ends := Row("end or crash the process"),
]

DESERVED = {"test_result1": 2.0}
FIRST = (cell(RIGHT_RESULT1, "result1"), cell("", "test_result1"))
WIDE = {"test_corr2d": "out_of_memory"}

for name, source in {
    # Zeros that nobody touches: the limit is on what is asked for, and touching it takes a busy
    # machine longer than a call may take.
    "list": "x = []\n    while True:\n        x.append(bytes(10**7))",
    "numpy": "return np.ones((10**5, 10**5))",
    "text": "x = 'x'\n    while True:\n        x += x",
    "bytes": "return bytes(1 << 40)",
}.items():
    memory.add(
        f"memory_{name}",
        *FIRST,
        cell(f"def corr2d(X, K):\n    {source}", "corr2d"),
        earned=DESERVED,
        outcomes=WIDE,
    )
memory.add(
    "memory_maps",
    *FIRST,
    """
import mmap
kept = []
def maps(flags):
    while True:
        kept.append(mmap.mmap(-1, 1 << 26, flags=flags))
attempt("private maps", lambda: maps(mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
attempt("shared maps", lambda: maps(mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))
attempt("shared memory", lambda: __import__("multiprocessing.shared_memory").shared_memory
    .SharedMemory(create=True, size=1 << 30))
attempt("a higher limit", lambda: __import__("resource").setrlimit(
    __import__("resource").RLIMIT_AS, (-1, -1)))
attempt("a memory file", lambda: os.memfd_create("x"))
""",
    earned=DESERVED,
)
memory.add(
    "recursion",
    *FIRST,
    cell("def corr2d(X, K):\n    return corr2d(X, K)", "corr2d"),
    earned=DESERVED,
    outcomes={"test_corr2d": "raised"},
)
memory.add(
    "stack_overflow",
    *FIRST,
    cell(
        """
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __repr__(self): return repr(self)
def corr2d(X, K):
    return repr(Deep())
""",
        "corr2d",
    ),
    earned=DESERVED,
    outcomes={"test_corr2d": "raised"},
)

processes.add(
    "start_processes",
    *FIRST,
    """
import multiprocessing, pty
CLONE_NEWUSER, SIGCHLD = 0x10000000, 17
attempt("fork", os.fork)
attempt("forkpty", os.forkpty)
attempt("pty", lambda: pty.spawn("/bin/true"))
attempt("vfork", lambda: must(call(58)))
attempt("clone", lambda: must(call(56, SIGCHLD, 0, 0, 0, 0)))
attempt("clone3", lambda: must(call(435, ctypes.create_string_buffer(88), 88)))
attempt("clone with a namespace", lambda: must(call(56, CLONE_NEWUSER, 0, 0, 0, 0)))
attempt("spawn", lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
attempt("execute at", lambda: must(call(322, -100, b"/bin/true", 0, 0, 0)))
attempt("subprocess", lambda: subprocess.run(["/bin/true"]))
attempt("a shell", lambda: subprocess.check_output("true", shell=True))
attempt("system", lambda: 1 / 0 if os.system("true") else "ran")
attempt("popen", lambda: os.popen("true").read())
attempt("multiprocessing", lambda: multiprocessing.Process(target=print).start())
attempt("a pool", lambda: multiprocessing.get_context("spawn").Pool(1))
""",
    earned=DESERVED,
)
processes.add(
    "daemons",
    *FIRST,
    """
def daemon():
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        while True:
            time.sleep(1)
attempt("a daemon", daemon)
attempt("a process of libc", lambda: must(libc.fork()))
attempt("a daemon of libc", lambda: must(libc.daemon(0, 0)))
""",
    earned=DESERVED,
)
processes.add(
    "threads",
    *FIRST,
    """
threading.stack_size(32768)
def flood():
    while True:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
attempt("threads without end", flood)
""",
    "raise RuntimeError(threading.active_count())",
    earned=DESERVED,
)
processes.add(
    "threads_that_stay",
    *FIRST,
    """
import threading
def spin():
    while True:
        pass
for daemon in (True, False):
    threading.Thread(target=spin, daemon=daemon).start()
""",
    earned=DESERVED,
)
processes.add(
    "timers",
    *FIRST,
    """
import atexit, signal, time, threading
threading.Timer(30, print).start()
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
signal.signal(signal.SIGALRM, lambda *a: 1 / 0)
atexit.register(time.sleep, 3600)
threading._register_atexit(time.sleep, 3600)
""",
    earned=DESERVED,
)

for name, source in {
    "exit": "import os; os._exit(0)",
    "abort": "import os; os.abort()",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "jump": "import ctypes; ctypes.CFUNCTYPE(None)(1)()",
    "exit_by_libc": "import ctypes; ctypes.CDLL(None).exit(0)",
    "fault_handler": "import faulthandler; faulthandler._read_null()",
    "old_call": "import ctypes, mmap; m = mmap.mmap(-1, 4096, prot=7); m.write(b'\\xcd\\x80\\xc3');"
    " ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()",
}.items():
    ends.add(f"end_{name}", *FIRST, source, earned=DESERVED)
    call = source.replace("; ", "\n    ")
    ends.add(
        f"end_{name}_in_a_call",
        *FIRST,
        cell(f"def corr2d(X, K):\n    {call}", "corr2d"),
        earned=DESERVED,
        outcomes={"test_corr2d": "raised"},
    )
ends.add(
    "signals",
    *FIRST,
    """
if os.getpid() != 1:
    sys.exit("ESCAPED: it sees the machine's processes, and spares them")
libc.prctl(1, 0, 0, 0, 0)
for number in (9, 15, 19, 2, 11):
    for target in (0, 1, -1, os.getpid(), os.getppid(), -os.getpgrp() or 1):
        try:
            os.kill(target, number)
        except (OSError, KeyboardInterrupt):
            pass
for target in range(2, 40_000):
    try:
        os.kill(target, 0)
        print("ESCAPED: process", target)
    except ProcessLookupError:
        pass
attempt("a process by its handle", lambda: os.pidfd_open(1))
attempt("its parent's handle", lambda: os.pidfd_open(os.getppid() or 2))
attempt("another's limits", lambda: __import__("resource").prlimit(2, 0))
attempt("another's group", lambda: os.killpg(2, 9))
""",
    earned=DESERVED,
)
ends.add("stops_itself", *FIRST, "import os, signal\nos.kill(0, signal.SIGSTOP)", earned=DESERVED)
ends.add(
    "takes_its_own_limits",
    *FIRST,
    """
import resource
for limit in range(16):
    try:
        resource.setrlimit(limit, (0, 0))
    except (OSError, ValueError):
        pass
open("x", "w")
""",
    earned=DESERVED,
)
ends.add(
    "filters_itself",
    *FIRST,
    """
import ctypes, struct
libc = ctypes.CDLL(None)
code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x80000000))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
libc.prctl(38, 1, 0, 0, 0)
libc.prctl(22, 2, ctypes.byref(Program(1, ctypes.addressof(code))), 0, 0)
""",
    earned=DESERVED,
)
