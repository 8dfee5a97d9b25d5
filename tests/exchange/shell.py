"""Somebody's open terminal: each line on stdin is a command of nbgrader, run in a process forked.

Loading nbgrader takes two seconds and a term has some fifty commands; here it is loaded once for
each person, as that person, and every command starts from there.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from typing import NoReturn

from nbgrader.apps.nbgraderapp import main


def run(arguments: list[str], screen: int) -> NoReturn:
    """Be the command, and end with its status."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(screen, 1)
    os.dup2(screen, 2)
    sys.argv = ["nbgrader", *arguments]
    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    for line in sys.stdin:
        with tempfile.TemporaryFile() as screen:
            child = os.fork()
            if child == 0:
                run(json.loads(line), screen.fileno())
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            screen.seek(0)
            said = screen.read().decode("utf-8", "replace")
        print(json.dumps({"status": status, "said": said}), flush=True)
    os._exit(0)  # nothing is left to do, and Python would take its time
