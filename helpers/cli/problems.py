"""What ends a command, as one sentence that says what to do."""

from __future__ import annotations

import argparse
import errno
import re
import sys
from typing import TYPE_CHECKING

from helpers.grading.errors import CutShort, GradingError, NoSandbox

if TYPE_CHECKING:
    from sqlalchemy.exc import SQLAlchemyError

SOME_NOT_DONE = 1
"""The exit status when something of what was asked for is missing, and named."""
NOTHING_DONE = 2
"""The exit status when nothing was done: bad arguments, no sandbox, no course."""

RIGHTS = "give yourself the right to write there, or name another place"
ROOM = "make room on that disk and run it again"
ADVICE = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: RIGHTS,
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "a part of it is a file where a folder is wanted",
    errno.EEXIST: "a part of it is a file where a folder is wanted",
    errno.ENOENT: "check the name",
    errno.EMFILE: "raise the limit of open files with `ulimit -n`",
}


def sentence(error: Exception, options: argparse.Namespace) -> str:
    """Say where it went wrong, what was got, and what to do."""
    if isinstance(error, CutShort):
        return f"{sentence(error.why, options)} {error.kept}."
    cause = error if isinstance(error, OSError) else error.__cause__
    if database := _database_error(error):
        from helpers.grading.gradebook import unusable

        text = unusable(database, f"the gradebook of {options.course.resolve()}")
    elif isinstance(error, ModuleNotFoundError):
        text = (
            f"Python has no package {error.name}, which c.CourseDirectory.db_url names; for "
            "PostgreSQL: pip install 'twokernels[postgresql]', and begin it postgresql+psycopg://"
        )
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename or 'a file'} cannot be used: {error.strerror}"
    else:
        text = re.sub(r"\[Errno \d+\] ", "", str(error)).strip().rstrip(".")
    number = next(
        (e.errno for e in (cause, error.__cause__) if isinstance(e, OSError) and e.errno), 0
    )
    if number in ADVICE and ";" not in text:
        text += f"; {ADVICE[number]}"
    if isinstance(error, NoSandbox) and hasattr(options, "unsafe_no_sandbox"):
        text += ". --unsafe-no-sandbox grades without, with all your rights"
    return f"{text}."


def _database_error(error: BaseException | None) -> SQLAlchemyError | None:
    """Return the error of the gradebook's database that is behind another, if one is."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import SQLAlchemyError

    while error is not None:
        if isinstance(error, SQLAlchemyError):
            return error
        error = error.__cause__
    return None


def is_the_users(error: Exception) -> bool:
    """Say whether an error is one a person can do something about; any other is a bug of ours."""
    driver = isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("helpers")
    return driver or isinstance(error, GradingError | OSError) or _database_error(error) is not None
