"""One Chromium for a module's tests, and what it means that there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium_path() -> str:
    """Find Debian's Chromium; without one the test is skipped, or fails where CI demands it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is not None:
        return path
    if os.environ.get("TWOKERNELS_REQUIRE_BROWSER") == "1":
        pytest.fail("there is no chromium and TWOKERNELS_REQUIRE_BROWSER is 1", pytrace=False)
    pytest.skip("there is no chromium on the PATH")


@contextmanager
def launched(profile: Path) -> Iterator[BrowserContext]:
    """Start Chromium; in its profile it keeps JupyterLab's scripts compiled, for the next start.

    No longer than a module: while Playwright's synchronous API lives, other tests in this process
    would find an event loop running.
    """
    path = chromium_path()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, args=ARGUMENTS
        )
        yield context
        context.close()
