"""Scripts for the browser of whoever reads the notebook; pages are made of those named page_."""

from __future__ import annotations

from tests.hostile.attack import Row, cell

ROWS = [row := Row("scripts in outputs and answers")]

SCRIPT = "alert(document.cookie)"
PAGES = (
    f"<script>{SCRIPT}</script>",
    f'<img src=x onerror="{SCRIPT}">',
    f"<svg onload={SCRIPT}><script>{SCRIPT}</script></svg>",
    f'<a href="javascript:{SCRIPT}">marks</a>',
    f'<iframe srcdoc="<script>{SCRIPT}</script>"></iframe>',
    f'<form action="javascript:{SCRIPT}"><button>Full marks</button></form>',
    f"<style>@import 'javascript:{SCRIPT}'</style>",
    f'<object data="javascript:{SCRIPT}"></object><embed src="javascript:{SCRIPT}">',
    f'<meta http-equiv="refresh" content="0;url=javascript:{SCRIPT}">',
    f"<details open ontoggle={SCRIPT}>",
    f"</pre></div></body><script>{SCRIPT}</script>",
    "<link rel=stylesheet href=//evil.test/x.css><base href=//evil.test/>",
)
MARKDOWN = (
    *PAGES,
    f"[marks](javascript:{SCRIPT})",
    f"[marks](data:text/html,<script>{SCRIPT}</script>)",
    f'![x](x"onerror="{SCRIPT})',
    f'![x](attachment:a.png "onload={SCRIPT}")',
    f"<javascript:{SCRIPT}>",
    f"$<img src=x onerror={SCRIPT}>$",
    f"$$\\href{{javascript:{SCRIPT}}}{{x}}$$",
    f'```mermaid\nflowchart LR\nA["<img src=x onerror={SCRIPT}>"]\nclick A {SCRIPT}\n```',
    f'```"><script>{SCRIPT}</script>\nx\n```',
    f"&lt;script&gt;{SCRIPT}&lt;/script&gt;",
    f"<scr<script>ipt>{SCRIPT}</scr</script>ipt>",
)
row.add(
    "page_markdown",
    *(cell(text, kind="markdown") for text in MARKDOWN),
    cell("\n\n".join(MARKDOWN), "why_full_correlation", kind="markdown"),
    cell(
        "![x](attachment:a.png)",
        kind="markdown",
        attachments={
            "a.png": {"image/png": '"><script>alert(1)</script>', "text/html": PAGES[0]},
            "b.svg": {"image/svg+xml": PAGES[2]},
            '"><script>': {"image/png": "aGk="},
            "../../x.png": {"image/png": "aGk="},
        },
    ),
)
row.add(
    "page_slow",
    *(cell(text * 300_000, kind="markdown") for text in ("[", "<div>", "\\(", "> ", "`", "![x](")),
    *(cell("![" * 5_000, kind="markdown") for _ in range(200)),
    cell("<a " * 300_000, kind="raw"),
    "print('\\x1b[31m' * 40_000)",
)
row.add(
    "page_raw",
    *(cell(text, kind="raw") for text in PAGES),
    *(cell(text, kind="raw", metadata={"raw_mimetype": "text/html"}) for text in PAGES),
    *(cell(text, kind="heading", level=1) for text in PAGES),
    *(cell(f"# {text}\n'{text}'") for text in PAGES),
    cell("x = 1", metadata={"tags": [PAGES[0]], "title": PAGES[0]}, id=f'"{PAGES[0]}'),
)
row.add(
    "page_outputs",
    f"pages = {list(PAGES)!r}",
    f"script = {SCRIPT!r}",
    """
from IPython.display import (
    HTML, SVG, Image, JSON, Javascript, Latex, Markdown, IFrame, display, publish_display_data)
import ipywidgets
for page in pages:
    print(page, "\\x1b[31m", page, "\\x1b]8;;javascript:alert(1)\\x07")
    display(HTML(page), Markdown(page), Latex(page))
    publish_display_data({"text/html": page, "application/javascript": script,
                          "image/svg+xml": page, "text/vnd.mermaid": page, "text/plain": page,
                          "application/vnd.jupyter.widget-view+json": {"model_id": page},
                          "image/png": page, "image/jpeg": '"><script>' + page})
display(Javascript(script), SVG(data="<svg onload='alert(1)'/>"), ipywidgets.HTML(pages[0]))
""",
    """
data = "data:image/png;base64,aGk="
display(HTML(f'<img alt="x" onerror="{script}" src="{data}">'))
display(HTML(f'<img alt="x" src="{data}" onerror="{script}">'))
display(HTML(f"<img alt=\\"x\\" onerror='{script}' src=\\"{data}\\">\\n<script>1</script>"))
""",
    "raise type(pages[0], (Exception,), {})(pages[0])",
    """
ip = get_ipython()
type(ip).run = lambda self, source, limit: [
    {"output_type": "display_data", "data": {"text/html": p, "image/svg+xml": p}, "metadata": {
        "isolated": True, "image/png": {"width": '"><script>'}}} for p in pages] + [
    {"output_type": p, "name": p, "text": p} for p in pages] + [
    {"output_type": "error", "ename": p, "evalue": p, "traceback": [p, ["x"]]} for p in pages] + [
    {"output_type": "stream", "name": "stdout", "text": [p]} for p in pages] + [
    {"output_type": "update_display_data", "data": {"text/html": pages[0]}}, None, 7, []]
""",
    "x",
)
row.add(
    "page_messages",
    """
def corr2d(X, K): raise type("<script>alert(1)</script>", (Exception,), {})("<img onerror=x>")
class C: pass
C.__name__ = C.__qualname__ = C.__module__ = "<script>alert(1)</script>"
def l2_loss(*a): return C()
result1 = C()
hand_gradients = {"<script>alert(1)</script>": 1, "loss": "<script>alert(1)</script>"}
""",
)
