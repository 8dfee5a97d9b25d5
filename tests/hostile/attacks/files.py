"""Write outside, and fill the disk."""

from __future__ import annotations

from tests.hostile.attack import RIGHT_RESULT1, Row, cell

ROWS = [
    written := Row("write to the gradebook, to others' files, to results"),
    disk := Row("fill the disk"),
]

DESERVED = {"test_result1": 2.0}
FIRST = (cell(RIGHT_RESULT1, "result1"), cell("", "test_result1"))

written.add(
    "write_around",
    """
import shutil, sqlite3, tempfile
victim = "@OUTSIDE@/victim.txt"
def database():
    gradebook = sqlite3.connect("@COURSE@/gradebook.db")
    gradebook.execute("update grade set manual_score = 100")
    gradebook.commit()
attempt("the gradebook", database)
attempt("a file", lambda: open(victim, "w").write("mine"))
attempt("the end of a file", lambda: open(victim, "a").write("mine"))
attempt("a new file", lambda: open("@OUTSIDE@/new.txt", "w"))
attempt("a new folder", lambda: os.mkdir("@OUTSIDE@/new"))
attempt("a result", lambda: open("@ROOT@/cli.json", "w"))
attempt("results", lambda: os.makedirs("@COURSE@/autograded/h_files/two_kernels"))
attempt("a neighbour", lambda: open(
    "@COURSE@/submitted/m_honest/two_kernels/two_kernels.ipynb", "w"))
attempt("a neighbour's removal", lambda: os.unlink(
    "@COURSE@/submitted/z_honest/two_kernels/two_kernels.ipynb"))
attempt("the removal of all", lambda: shutil.rmtree("@COURSE@/submitted"))
attempt("the temporary folder", lambda: open("/tmp/hostile-was-here", "w"))
attempt("shared memory", lambda: open("/dev/shm/hostile-was-here", "w"))
attempt("a program", lambda: open("@REPO@/.venv/bin/twokernels", "a"))
attempt("the engine", lambda: open("@REPO@/helpers/grading/examiner.py", "a"))
attempt("python's library", lambda: open(os.__file__, "a"))
attempt("numpy", lambda: open(np.__file__, "a"))
attempt("home", lambda: open("@HOME@/.bashrc", "a"))
attempt("a cut", lambda: os.truncate(victim, 0))
attempt("a removal", lambda: os.unlink(victim))
attempt("another name", lambda: os.rename(victim, "@OUTSIDE@/v"))
attempt("a name here", lambda: os.rename(victim, "v"))
attempt("a link there", lambda: os.symlink("x", "@OUTSIDE@/link"))
attempt("a link to it", lambda: (os.symlink(victim, "to"), open("to", "w")))
attempt("a hard link", lambda: os.link(victim, "hard"))
attempt("a pipe there", lambda: os.mkfifo("@OUTSIDE@/pipe"))
attempt("through itself", lambda: open("/proc/self/root" + victim, "w"))
attempt("out of the folder", lambda: open("../up.txt", "w"))
attempt("by libc", lambda: must(libc.open(victim.encode(), 1)))
""",
)
written.add(
    "change_attributes",
    """
victim = "@OUTSIDE@/victim.txt"
handle = os.open(victim, os.O_PATH)
attempt("rights", lambda: os.chmod(victim, 0o777))
attempt("rights of the gradebook", lambda: os.chmod("@COURSE@/gradebook.db", 0))
attempt("rights of the source", lambda: os.chmod("@COURSE@/source", 0o777))
attempt("rights by a handle", lambda: os.chmod(f"/proc/self/fd/{handle}", 0o777))
attempt("rights by number", lambda: must(call(90, victim.encode(), 0o777)))
attempt("rights by a new number", lambda: must(call(452, -100, victim.encode(), 511, 0)))
attempt("an owner", lambda: os.chown(victim, 1000, 1000))
attempt("times", lambda: os.utime(victim, (1, 1)))
attempt("times of a submission", lambda: os.utime(
    "@COURSE@/submitted/m_honest/two_kernels/timestamp.txt", (1, 1)))
attempt("attributes", lambda: os.setxattr(victim, "user.mark", b"1"))
attempt("attributes removed", lambda: os.removexattr(victim, "user.mark"))
attempt("a lock", lambda: __import__("fcntl").flock(open(victim), 2))
""",
)
written.add(
    "fill_and_hold_folders",
    *FIRST,
    """
import os, shutil
here = os.getcwd()
shutil.rmtree(here, ignore_errors=True)
try:
    os.rmdir(here)
except OSError:
    pass
os.makedirs("x/y")
os.chdir("x/y")
os.rmdir("../y")
""",
    "import os\nos.getcwd()",
    "open('here', 'w')",
    earned=DESERVED,
)

for name, source in {
    "one_file": "open('big', 'wb').write(bytes(1 << 27))",
    "one_file_by_parts": """
with open('big', 'wb') as file:
    while True:
        file.write(bytes(1 << 20))
""",
    "sparse_file": "open('big', 'wb').truncate(1 << 40)",
    "reserved_file": "os.posix_fallocate(os.open('big', os.O_CREAT | os.O_RDWR), 0, 1 << 30)",
    "many_files": "for i in range(10**6): open(f'{i}', 'w').close()",
    "many_folders": "for i in range(10**6): os.mkdir(f'{i}')",
    "many_links": "for i in range(10**6): os.symlink('x' * 4000, f'{i}')",
    "open_files": "kept = []\nwhile True: kept.append(os.pipe())",
}.items():
    disk.add(
        f"disk_{name}",
        *FIRST,
        f"import os\n{source}\nprint('ESC' + 'APED')",
        earned=DESERVED,
    )
disk.add(
    "disk_deep_folders",
    *FIRST,
    """
import os
for i in range(10**6):
    os.mkdir("d")
    os.chdir("d")
""",
    "print(os.getcwd())\nopen('x', 'w')",
    earned=DESERVED,
)
