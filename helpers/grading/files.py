"""Write files so that no moment finds one half written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there as a whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):  # it has its name already
            os.unlink(temporary)
        raise


def sweep(folder: Path, begins: str = "") -> None:
    """Remove what a `write_whole` that was killed has left of files in a folder.

    Of those whose name begins like that, or of those that are there.
    """
    for path in folder.glob(f".{begins}*.????????"):
        if begins or path.with_name(path.name[1:-9]).exists():
            path.unlink(missing_ok=True)
