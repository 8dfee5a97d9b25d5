"""Read what students handed in out of an archive that may be meant to do harm.

No name from an archive becomes a path, and nothing is unpacked by its own say-so: a file is read
into memory, up to a limit counted while reading, and handed on with its name as text.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.grading.course import read_plain
from helpers.grading.errors import Unreadable

MAX_ENTRIES = 20_000
MAX_BYTES = 4 << 30
"""All files of one archive together, unpacked."""
MAX_RATIO = 200
RATIO_FROM = 1 << 20
"""A small file may be all blanks; from this size on the ratio counts."""
MAX_NAME = 255
CHUNK = 1 << 20
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar")


@dataclass(frozen=True)
class Found:
    """One file: its name as its archive or folder has it, its content, or why it was refused."""

    name: str
    content: bytes = b""
    refused: str = ""
    modified: tuple[int, ...] = ()
    """Year, month, day, hour, minute, second; as told, so good for an order at most."""


def find_files(folder: Path, limit: int) -> Iterator[Found]:
    """Give every notebook in a folder and in the zip files in it, each up to `limit` bytes.

    Later zip files come later.  What is no notebook is given without content and without a reason.
    """
    paths = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]
    paths.sort(key=lambda path: (path.lstat().st_mtime_ns, str(path)))
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                yield Found(name, refused="it is a link or a device, not a file")
            elif path.suffix.lower() == ".zip":
                yield from _unpacked(path, name, limit)
            elif problem := _archive(name):
                yield Found(name, refused=problem)
            elif path.suffix.lower() == ".ipynb":
                content = read_plain(path, limit + 1)
                too_big = f"it has more than {limit >> 20} MB" if len(content) > limit else ""
                yield Found(name, b"" if too_big else content, too_big)
            else:
                yield Found(name)
        except (OSError, Unreadable) as error:
            yield Found(name, refused=f"it cannot be read: {error}")


def _unpacked(path: Path, name: str, limit: int) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                reason = f"it holds {len(entries)} files; a download of a class has fewer"
                yield Found(name, refused=reason)
                return
            room = MAX_BYTES
            for entry in entries:
                if entry.is_dir():
                    continue
                found = _entry(archive, entry, limit)
                room -= len(found.content)
                if room < 0:
                    yield Found(name, refused=f"it unpacks to more than {MAX_BYTES >> 30} GB")
                    return
                yield found
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Found(name, refused=f"it is no whole zip file ({error}); download it again")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> Found:
    """Read one file of an archive, or say why not."""
    name = entry.filename
    if problem := _problem(entry):
        return Found(name[: 2 * MAX_NAME], refused=problem)
    if not name.lower().endswith(".ipynb"):
        return Found(name)
    content = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                content += chunk
                if len(content) > limit:
                    return Found(name, refused=f"it unpacks to more than {limit >> 20} MB")
                if len(content) > max(RATIO_FROM, MAX_RATIO * entry.compress_size):
                    times = f"more than {MAX_RATIO} times its size"
                    return Found(name, refused=f"it unpacks to {times}, as a zip bomb does")
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zlib.error) as error:
        return Found(name, refused=f"it is damaged in the archive ({error})")
    return Found(name, bytes(content), modified=entry.date_time)


def _problem(entry: zipfile.ZipInfo) -> str:
    """Say why a file is refused before it is opened, or nothing."""
    # As it was written: zipfile cuts a name at its first NUL and turns backslashes on Windows.
    name = entry.orig_filename.replace("\\", "/")
    if "\0" in name or not name.isprintable():
        return "its name holds a character that cannot be printed"
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or parts[0].endswith(":"):
        return "its name points out of the archive"
    if max(map(len, (part.encode() for part in parts))) > MAX_NAME:
        return f"its name has more than {MAX_NAME} bytes"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link, not a file"
    if entry.flag_bits & 0x1:
        return "it is encrypted; ask for it without a password"
    return _archive(name)


def _archive(name: str) -> str:
    """Say that an archive within an archive stays packed, or nothing."""
    if name.lower().endswith(ARCHIVES):
        return "it is an archive itself; ask for the notebook, or unpack it by hand"
    return ""
