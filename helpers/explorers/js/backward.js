// Explorer 2: the gradients of a cross-correlation, right and broken.
import { BREAKS } from "./backward_breaks.js";
import { frame } from "./backward_frame.js";
import { ONE_HOT, clamped } from "./backward_numbers.js";
import { BACKWARD_TEXTS } from "./backward_texts.js";
import { element, setText } from "./dom.js";
import { explorer } from "./explorer.js";

const KEYS = [
  "x_cells", "k_cells", "dy_cells", "t_cells", "H", "W", "h", "w", "stride", "padding", "mode",
  "upstream", "hot", "walk", "broken", "step", "pin", "language",
];

const CELLS = { X: "x_cells", K: "k_cells", dY: "dy_cells", U: "dy_cells", T: "t_cells" };

function edit(model, grid, i, j, value) {
  const cells = model.get(CELLS[grid]);
  model.set(CELLS[grid], cells.map((row, r) => (r === i ? row.map((v, c) => (c === j ? value : v)) : row)));
}

// A mistake is seen only in its mode, and some only with a stride or a loss: choosing it brings them.
function showMistake(model) {
  const { mode, upstream, stride } = Object.values(BREAKS)[model.get("broken")];
  // All at once: a mistake without what it needs would be taken back.
  model.set({
    mode: mode ?? model.get("mode"), upstream: upstream ?? model.get("upstream"),
    stride: Math.max(model.get("stride"), stride ?? 1),
  });
}

function moveHot(model) {
  const [grid, i, j] = model.get("pin").split(" ");
  if ((grid === "dY" || grid === "U") && model.get("upstream") === ONE_HOT) model.set("hot", `${i} ${j}`);
}

function verdicts(parent) {
  const box = element("div", "tk-verdicts", parent);
  box.setAttribute("role", "status");
  const lines = [0, 1, 2].map(() => {
    const line = element("div", "tk-verdict", box);
    return { line, sign: element("b", "tk-verdict-sign", line), text: element("span", "", line) };
  });
  const why = element("div", "tk-why", box);
  return (frame) => {
    lines.forEach(({ line, sign, text }, n) => {
      const verdict = frame.verdicts[n];
      line.hidden = !verdict;
      if (!verdict) return;
      line.classList.toggle("bad", !verdict.ok);
      setText(sign, verdict.ok ? "✓" : "✗");
      setText(text, verdict.text);
    });
    setText(why, frame.why);
  };
}

export default explorer({
  keys: KEYS, texts: BACKWARD_TEXTS, clamped, frame, edit, extra: verdicts,
  reactions: { broken: showMistake, pin: moveHot, mode: fromTheStart, walk: fromTheStart },
});

function fromTheStart(model) {
  model.set("step", 0);
}
