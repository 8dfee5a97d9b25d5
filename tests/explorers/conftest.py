"""The explorers' modules in a page of Chromium, imported as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.explorers.bundle import JS
from tests.browser.chromium import launched

ORIGIN = "http://explorers.test"

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def js(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    """Return js(module, body, argument): run `body` in a page, with `m` the module's exports.

    The files of helpers/explorers/js are answered to the page as they are; nothing else is.
    """
    with launched(tmp_path_factory.mktemp("profile")) as browser:
        page = browser.new_page()

        def answer(route: Any) -> None:
            name = route.request.url.removeprefix(f"{ORIGIN}/")
            if name == "":
                route.fulfill(body="<!doctype html>", content_type="text/html")
            elif (JS / name).parent == JS and (JS / name).is_file():
                kind = "text/css" if name.endswith(".css") else "text/javascript"
                route.fulfill(body=(JS / name).read_text(encoding="utf-8"), content_type=kind)
            else:
                route.fulfill(status=404)

        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")

        def call(module: str, body: str, argument: Any = None) -> Any:
            return page.evaluate(
                f"async (argument) => {{ const m = await import('{ORIGIN}/{module}'); {body} }}",
                argument,
            )

        yield call
