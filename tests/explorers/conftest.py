"""The explorers' modules in a page of Chromium, imported as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.explorers.bundle import JS
from helpers.explorers.explorer import Explorer
from tests.browser.chromium import launched
from tests.browser.explorer import ExplorerOnPage

ORIGIN = "http://explorers.test"

Call = Callable[..., Any]
Mount = Callable[..., ExplorerOnPage]

# The view of an explorer alone, without its controls, on a model that no kernel hears of.
MOUNT = """async ([origin, name, state, width]) => {
  document.head.innerHTML = ['explorer', name].map((one) =>
    `<link rel="stylesheet" href="${origin}/${one}.css">`).join('');
  document.body.dataset.jpThemeLight = 'true';
  document.body.innerHTML = `<div style="width: ${width}px"><div></div></div>`;
  const heard = {};
  const say = (name) => (heard[name] || []).slice().forEach((one) => one());
  const model = window.model = {
    get: (key) => state[key],
    set(changes, value) {
      const all = typeof changes === 'string' ? { [changes]: value } : changes;
      const changed = Object.keys(all).filter((key) => state[key] !== all[key]);
      Object.assign(state, all);
      changed.forEach((key) => say(`change:${key}`));
      if (changed.length) say('change');
    },
    on: (names, one) => names.split(' ').forEach((name) => (heard[name] ||= []).push(one)),
    off: (name, one) => { heard[name] = (heard[name] || []).filter((other) => other !== one); },
    save_changes() {}, send() {},
    widget_manager: { get_model: () => new Promise(() => {}) },
  };
  const { default: explorer } = await import(`${origin}/${name}.js`);
  explorer.initialize({ model });
  explorer.render({ model, el: document.querySelector('div > div') });
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page to which the files of helpers/explorers/js are answered; nothing else is."""
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
        yield page


@pytest.fixture(scope="module")
def js(page: Any) -> Call:
    """Return js(module, body, argument): run `body` in a page, with `m` the module's exports."""

    def call(module: str, body: str, argument: Any = None) -> Any:
        return page.evaluate(
            f"async (argument) => {{ const m = await import('{ORIGIN}/{module}'); {body} }}",
            argument,
        )

    return call


@pytest.fixture(scope="module")
def mount(page: Any) -> Mount:
    """Return mount(explorer, width): its view on an otherwise empty page; no kernel, no sliders.

    A trait is then set by `e.page.evaluate("model.set({ … })")`.
    """

    def mount(explorer: Explorer, width: int = 900) -> ExplorerOnPage:
        page.set_viewport_size({"width": max(width + 40, 500), "height": 1000})
        state = {
            name: getattr(explorer, name)
            for name in explorer.keys
            if not name.startswith("_") and name not in ("layout", "tabbable", "tooltip")
        }
        page.mouse.move(0, 0)
        page.evaluate(MOUNT, [ORIGIN, explorer.name, state, width])
        e = ExplorerOnPage(page, page.locator(".tk"))
        e.at_rest()
        return e

    return mount
