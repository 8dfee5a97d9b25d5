// Explorer 5: a reader's function beside the definition.
import { element, setText } from "./dom.js";
import { frame } from "./explore_frame.js";
import { clamped } from "./explore_numbers.js";
import { EXPLORE_TEXTS } from "./explore_texts.js";
import { explorer } from "./explorer.js";

const KEYS = [
  "operation", "function", "x_cells", "k_cells", "dy_cells", "H", "W", "h", "w", "size", "stride", "p",
  "answer", "pin", "language",
];
const CELLS = { X: "x_cells", K: "k_cells", dY: "dy_cells" };
const SLOW = 150; // ms, after which a call is said to be running

function edit(model, grid, i, j, value) {
  const cells = model.get(CELLS[grid]);
  model.set(CELLS[grid], cells.map((row, r) => (r === i ? row.map((v, c) => (c === j ? value : v)) : row)));
}

function verdict(parent, say, model) {
  const box = element("div", "tk-verdict-box", parent);
  parent.querySelector(".tk-board").before(box); // what came of it stands above the numbers
  const call = element("code", "tk-call", box);
  const line = element("div", "tk-verdict", box);
  line.setAttribute("role", "status");
  const sign = element("b", "tk-verdict-sign", line);
  const text = element("span", "", line);
  const stop = element("button", "tk-button", line, say("stop"));
  stop.type = "button";
  stop.hidden = true;
  stop.addEventListener("click", () => {
    stop.disabled = true;
    setText(text, say("stopping"));
    model.send({ stop: true });
  });
  const lines = element("pre", "tk-numpy", box);
  const printed = element("div", "tk-printed", parent);
  element("div", "tk-note", printed, say("printed"));
  const output = element("pre", "tk-numpy", printed);
  const write = ({ kind, text: words, lines: more }) => {
    setText(sign, { good: "✓", bad: "✗", waiting: "…" }[kind]);
    setText(text, words);
    setText(lines, more.join("\n"));
    line.classList.toggle("bad", kind === "bad");
    parent.classList.toggle("tk-running", kind === "waiting");
    stop.hidden = kind !== "waiting";
    stop.disabled = false;
  };
  let timer = 0, awaited = "";
  return (frame) => {
    setText(call, frame.call);
    printed.hidden = !frame.printed;
    setText(output, frame.printed);
    if (frame.verdict.kind !== "waiting") {
      clearTimeout(timer);
      timer = 0;
      awaited = "";
      write(frame.verdict);
      return;
    }
    const asked = JSON.stringify([frame.call, frame.grids.map((grid) => grid.editable && grid.values)]);
    if (stop.disabled && asked !== awaited) write(frame.verdict); // Stop was pressed for another call
    awaited = asked;
    timer ||= setTimeout(() => write(frame.verdict), SLOW); // a quick one does not flicker
  };
}

export default explorer({ keys: KEYS, texts: EXPLORE_TEXTS, clamped, frame, edit, extra: verdict });
