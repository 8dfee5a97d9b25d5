"""Jobs for workers that do next to nothing, or end their process."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy.random


def work(content: bytes) -> bytes:
    """Do what the content says."""
    match content.split():
        case [b"die"]:
            os._exit(1)
        case [b"die-once", mark]:
            path = Path(os.fsdecode(mark))
            if not path.exists():
                path.touch()
                os._exit(1)
        case [b"die-writing"]:
            threading.Timer(0.2, os._exit, [1]).start()
            return bytes(1 << 28)  # takes longer than that to write
        case [b"raise"]:
            raise ValueError("no")
        case [b"pid"]:
            return str(os.getpid()).encode()
        case [b"parent"]:
            return str(os.getppid()).encode()
        case [b"sleep", mark]:
            began = Path(os.fsdecode(mark))
            if not began.exists():
                began.write_text(f"{os.getpid()} {os.getppid()}")
                time.sleep(60)
        case [b"random"]:
            return b"%r" % numpy.random.random()
        case [b"threads"]:
            return os.environ.get("OMP_NUM_THREADS", "").encode()
    return content.upper()
