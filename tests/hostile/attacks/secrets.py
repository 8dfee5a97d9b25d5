"""Look for the reference, the hidden tests and the expected values."""

from __future__ import annotations

from tests.hostile.attack import ZEROS, Row

ROWS = [
    reference := Row("import the reference, or find its source and execute it"),
    frames := Row("walk frames and memory for what is expected"),
    elsewhere := Row("read other students' work, the environment, /proc, the home directory"),
    printed := Row("print the hidden tests into its own output"),
]

reference.add(
    "import_reference",
    "def corr2d(X, K):\n    from helpers.reference import corr2d\n    return corr2d(X, K)",
    outcomes={"test_corr2d": "forbidden"},
)
reference.add(
    "import_questions",
    "from helpers.questions import two_kernels\nresult1 = two_kernels.result1.expected",
    outcomes={"test_result1": "forbidden"},
)
reference.add(
    "execute_reference",
    """
def corr2d(X, K):
    names = {}
    source = open("@REPO@/helpers/reference/corr2d.py").read()
    exec(source.replace("from helpers", "#"), names)
    return names["corr2d"](X, K)
""",
    outcomes={"test_corr2d": "raised"},
)
reference.add(
    "reference_by_every_way",
    """
import importlib.util, importlib.machinery, pkgutil, runpy, linecache, inspect, zipimport
import glob, tokenize, helpers
path = "@REPO@/helpers/reference/corr2d.py"
def no_guard():
    guards = sys.meta_path[:]
    sys.meta_path[:] = [g for g in guards if type(g).__name__ != "Guard"]
    return importlib.import_module("helpers.reference.corr2d")
def by_spec():
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
def by_path():
    helpers.__path__.append("@REPO@/helpers/reference")
    return importlib.import_module("helpers.corr2d")
attempt("import without the guard", no_guard)
attempt("a spec of its file", by_spec)
attempt("another path of helpers", by_path)
attempt("its text", lambda: open(path).read())
attempt("its bytes by os", lambda: os.read(os.open(path, os.O_RDONLY), 10))
attempt("its text by libc", lambda: must(libc.open(path.encode(), 0)))
attempt("runpy", lambda: runpy.run_path(path))
attempt("pkgutil", lambda: pkgutil.get_data("helpers.student", "../reference/corr2d.py"))
attempt("tokenize", lambda: tokenize.open(path))
attempt("numpy", lambda: np.fromfile(path, dtype=np.uint8))
attempt("a folder", lambda: os.listdir("@REPO@/helpers/reference"))
attempt("all of helpers", lambda: os.listdir("@REPO@/helpers"))
attempt("a link", lambda: (os.symlink(path, "link.py"), open("link.py").read()))
attempt("a hard link", lambda: os.link(path, "hard.py"))
attempt("through itself", lambda: open("/proc/self/root" + path).read())
attempt("from a folder", lambda: os.open("corr2d.py", 0, dir_fd=os.open(
    "@REPO@/helpers/reference", os.O_RDONLY | os.O_DIRECTORY)))
attempt("the engine", lambda: open("@REPO@/helpers/kernel/answers.py").read())
assert not linecache.getlines(path) and not glob.glob("@REPO@/helpers/reference/*")
""",
)
reference.add(
    "reference_through_a_path_handle",
    """
folder = os.open("@REPO@/helpers/reference", os.O_PATH | os.O_DIRECTORY)
attempt("a file of a path handle", lambda: os.open("corr2d.py", os.O_RDONLY, dir_fd=folder))
attempt("a list of a path handle", lambda: os.listdir(folder))
attempt("a path handle of its own", lambda: open(
    f"/proc/self/fd/{os.open('@REPO@/helpers/reference/corr2d.py', os.O_PATH)}").read())
""",
)

frames.add(
    "walk_frames",
    """
import inspect, traceback
wanted = {"expected", "reference", "question", "questions", "cases", "verdict", "misconceptions"}
found = []
def walk(frame):
    while frame:
        for names in (frame.f_locals, frame.f_globals):
            found.extend(wanted & set(names))
        frame = frame.f_back
def corr2d(X, K):
    walk(sys._getframe())
    walk(inspect.currentframe())
    for thread in sys._current_frames().values():
        walk(thread)
    for frame in gc.get_objects():
        if isinstance(frame, types.FrameType):
            walk(frame)
    known = [n for n in found if n not in globals()]
    if not known:
        raise LookupError("nothing found")
    return known
attempt("frames", lambda: corr2d(0, 0))
""",
    outcomes={"test_corr2d": "raised"},
)
frames.add(
    "scan_memory",
    """
def modules():
    names = ("reference", "questions", "grading", "nbgrader_plugins", "cli")
    bad = [m for m in sys.modules if m.startswith(tuple("helpers." + n for n in names))]
    if not bad:
        raise LookupError("none")
    return bad
def objects():
    bad = [o for o in gc.get_objects() if type(o).__module__.startswith(
        ("helpers.questions", "helpers.grading", "helpers.reference"))]
    if not bad:
        raise LookupError("none")
    return bad
attempt("modules", modules)
attempt("objects", objects)
attempt("its own map", lambda: open("/proc/self/maps").read())
attempt("its own memory", lambda: open("/proc/self/mem", "rb"))
attempt("its parent's memory", lambda: open("/proc/1/mem", "rb"))
attempt("any memory", lambda: open("/dev/mem", "rb"))
attempt("the kernel's", lambda: open("/proc/kcore", "rb"))
attempt("another's by a call", lambda: must(libc.process_vm_readv(os.getppid(), 0, 0, 0, 0, 0)))
""",
)
elsewhere.add(
    "read_around",
    """
attempt("a file outside", lambda: open("@OUTSIDE@/secret.txt").read())
attempt("a file at home", lambda: open("@HOME@/secret.txt").read())
attempt("home", lambda: os.listdir("@HOME@"))
attempt("the course", lambda: os.listdir("@COURSE@"))
attempt("submissions", lambda: os.listdir("@COURSE@/submitted"))
attempt("a neighbour", lambda: open(
    "@COURSE@/submitted/m_honest/two_kernels/two_kernels.ipynb").read())
attempt("the source", lambda: open("@COURSE@/source/two_kernels/two_kernels.ipynb").read())
attempt("the gradebook", lambda: open("@COURSE@/gradebook.db", "rb").read())
attempt("the configuration", lambda: open("@COURSE@/nbgrader_config.py").read())
attempt("results", lambda: os.listdir("@COURSE@/autograded"))
attempt("through itself", lambda: open("/proc/self/root@OUTSIDE@/secret.txt").read())
attempt("its own folder's way up", lambda: os.listdir(".."))
attempt("the temporary folder", lambda: os.listdir("/tmp"))
attempt("passwords", lambda: open("/etc/passwd").read())
attempt("processes", lambda: os.listdir("/proc"))
attempt("its own status", lambda: open("/proc/self/status").read())
attempt("its own environment", lambda: open("/proc/self/environ", "rb").read())
attempt("its parent's environment", lambda: open("/proc/1/environ").read())
attempt("a command line", lambda: open("/proc/1/cmdline").read())
attempt("its first program", lambda: os.readlink("/proc/1/root"))
attempt("mounts", lambda: open("/proc/self/mountinfo").read())
attempt("shared memory", lambda: os.listdir("/dev/shm"))
attempt("open files", lambda: os.listdir("/proc/self/fd"))
attempt("the terminal", lambda: open("/dev/tty"))
attempt("an archive of home", lambda: __import__("shutil").make_archive("h", "tar", "@HOME@"))
attempt("the database", lambda: __import__("sqlite3").connect("@COURSE@/gradebook.db").execute(
    "select * from comment").fetchall())
os.chdir("@COURSE@")
attempt("after a change of folder", lambda: open("gradebook.db", "rb").read())
print(dict(os.environ))
""",
)
printed.add(
    "print_hidden_tests",
    ZEROS,
    """
def say(name):
    print(get_ipython().history_manager.input_hist_raw)
    print([o for o in gc.get_objects() if isinstance(o, str) and "HIDDEN" in o])
import gc, sys
class Loud:
    def __getattr__(self, name): say(name)
two_kernels = Loud()
def result1():
    pass
def show(*a, **k):
    print(sys._getframe(1).f_code.co_filename, globals().keys())
""",
    "print(In, Out, dir(), vars().keys())",
    "%history",
    "??corr2d",
    "%whos",
)
