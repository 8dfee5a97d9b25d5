"""The pages of nbgrader in JupyterLab, through the eyes and hands of those who use them."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Dialog, FrameLocator, Locator, Page, expect

from tests.browser.conftest import Photograph
from tests.browser.course_people import Running
from tests.browser.lab import PATIENCE, NotebookPage

expect.set_options(timeout=PATIENCE)
WIDE = {"width": 1400, "height": 1000}
ELSEWHERE = re.compile(r"https?://(?!127\.0\.0\.1:)")


class Desk:
    """Somebody in front of JupyterLab, who would notice an alert or an error of the page.

    Nothing but the two servers is in reach, as for a class without internet.
    """

    def __init__(self, browser: Browser, lab: Running, photograph: Photograph) -> None:
        self.lab, self.photograph = lab, photograph
        self.context = browser.new_context(viewport=WIDE)
        self.context.route(ELSEWHERE, lambda route: route.abort())
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.alarms: list[str] = []
        self.page.on("pageerror", lambda error: self.alarms.append(str(error)))
        self.page.on("dialog", self._refuse)
        self.page.goto(lab.page_address("lab"))
        expect(self.page.get_by_role("menuitem", name="Nbgrader")).to_be_visible()
        self.page.evaluate("() => jupyterapp.restored.then(() => null)")

    def choices(self) -> list[str]:
        """Return what the menu of nbgrader offers."""
        self.page.get_by_role("menuitem", name="Nbgrader").click()
        menu = self.page.locator(".lm-Menu")
        expect(menu).to_be_visible()
        texts = [text for text in menu.locator(".lm-Menu-itemLabel").all_inner_texts() if text]
        self.page.keyboard.press("Escape")
        expect(menu).to_have_count(0)
        return texts

    def choose(self, item: str) -> None:
        """Choose an item of the menu of nbgrader."""
        self.page.get_by_role("menuitem", name="Nbgrader").click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()

    def keep(self, name: str) -> None:
        """Take a picture of what is to be seen."""
        self.photograph(self.page, f"course-{name}.png")

    def _refuse(self, dialog: Dialog) -> None:
        self.alarms.append(dialog.message)
        dialog.dismiss()


class Student(Desk):
    """A student, with the assignment list and one notebook."""

    def row(self, part: str, assignment: str) -> Locator:
        """Return an assignment's row among those `released`, `fetched` or `submitted`."""
        rows = self.page.locator(f"#{part}_assignments_list > .list_item")
        return rows.filter(has_text=assignment)

    def tab(self, label: str) -> None:
        """Go to a tab of the main area."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=label).click()

    def open_notebook(self, assignment: str) -> NotebookPage:
        """Open the notebook of a fetched assignment from its row."""
        row = self.row("fetched", assignment)
        row.locator("a.assignment-notebooks-link").click()
        row.locator(".assignment-notebooks a", has_text=assignment).click()
        notebook = NotebookPage(self.page, self.lab)
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        notebook.wait_until_idle()
        return notebook

    def run(self, name: str, answer: str | None = None) -> Locator:
        """Type an answer into the cell with a grade_id, if there is one, run it; return it."""
        index = self.page.evaluate(
            "async name => {"
            " const notebook = window.jupyterapp.shell.currentWidget.content;"
            " const at = notebook.widgets.findIndex("
            "  cell => cell.model.getMetadata('nbgrader')?.grade_id === name);"
            " await notebook.scrollToItem(at, 'center');"
            " notebook.activeCellIndex = at; notebook.mode = 'command'; notebook.activate();"
            " return at; }",
            name,
        )
        cell = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")
        expect(cell).to_have_class(re.compile("jp-mod-selected"))
        if answer is not None:
            self.page.keyboard.press("Enter")
            expect(cell.locator(".cm-editor")).to_have_class(re.compile("cm-focused"))
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(answer)
        self.page.keyboard.press("Shift+Enter")
        NotebookPage(self.page, self.lab).wait_until_idle()
        return cell

    def validate(self) -> str:
        """Press Validate, and return what it says."""
        self.page.locator(".validate-button").click()
        dialog = self.page.locator(".jp-Dialog")
        expect(dialog).to_be_visible()
        return dialog.inner_text()

    def close_dialog(self) -> None:
        """Press OK."""
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(self.page.locator(".jp-Dialog")).to_have_count(0)


class Instructor(Desk):
    """An instructor, with the formgrader."""

    @property
    def formgrader(self) -> FrameLocator:
        """The formgrader, a page within the page."""
        return self.page.frame_locator("#formgrader-iframe iframe")

    def row(self, text: str) -> Locator:
        """Return the row of the formgrader's table that has a cell with this text."""
        cell = self.page.locator("td", has_text=re.compile(rf"^\s*{re.escape(text)}\s*$"))
        return self.formgrader.locator("#main-table tr").filter(has=cell)

    def go(self, *links: str) -> None:
        """Follow links, each of which leads one level down; the first is in the side bar."""
        for level, link in enumerate(links, start=1):
            self.formgrader.get_by_role("link", name=link, exact=True).first.click()
            expect(self.formgrader.locator(".breadcrumb li")).to_have_count(level)

    def press(self, row: Locator, button: str) -> str:
        """Press a row's icon, and return what the box that opens says; it must be a success."""
        row.locator(f".{button} a").click()
        box = self.formgrader.locator(".modal.in")
        expect(box).to_be_visible()
        said = box.inner_text()
        assert box.get_attribute("id") == "success-modal", said
        box.locator(".modal-footer button").click()
        expect(self.formgrader.locator(".modal, .modal-backdrop")).to_have_count(0)
        return said

    def table(self) -> str:
        """Return the formgrader's table, a line for each row and a tab between columns."""
        lines = self.formgrader.locator("#main-table tr").all_inner_texts()
        return "\n".join(line.replace("\n", "") for line in lines)

    def open_file(self, path: str) -> None:
        """Open a notebook of the course in JupyterLab, folder by folder."""
        self.page.locator(".jp-BreadCrumbs-home").click()
        for name in path.split("/"):
            item = self.page.locator(".jp-DirListing-item").filter(
                has=self.page.get_by_text(name, exact=True)
            )
            item.dblclick()
        NotebookPage(self.page, self.lab).wait_until_idle()
