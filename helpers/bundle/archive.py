"""Zip files whose bytes follow from their contents: no clock, no order of a file system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; every file has it."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files, by path: sorted, readable by all, at a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, MIDNIGHT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
