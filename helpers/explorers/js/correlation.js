// Explorer 1: X, K and Y of a cross-correlation.
import { clamped, frame } from "./correlation_frame.js";
import { PRESETS } from "./correlation_presets.js";
import { CORRELATION_TEXTS } from "./correlation_texts.js";
import { element, setText } from "./draw.js";
import { explorer } from "./explorer.js";

const KEYS = [
  "x_cells", "k_cells", "H", "W", "h", "w", "stride", "padding", "dilation", "convolution",
  "step", "detail", "pin", "language",
];

const replaced = (cells, i, j, value) =>
  cells.map((row, r) => (r === i ? row.map((v, c) => (c === j ? value : v)) : row));

function usePreset(model) {
  const K = Object.values(PRESETS)[model.get("kernel")];
  if (!K) return;
  model.set({
    k_cells: model.get("k_cells").map((row, a) => row.map((_, b) => (K[a] || [])[b] ?? 0)),
    h: K.length, w: K[0].length,
  });
}

function edit(model, grid, i, j, value) {
  if (grid === "X") model.set("x_cells", replaced(model.get("x_cells"), i, j, value));
  if (grid === "K") {
    model.set("k_cells", replaced(model.get("k_cells"), i, j, value));
    model.set("kernel", 0);
  }
}

function sizes(parent) {
  const box = element("div", "tk-sizes", parent);
  const lines = ["H", "W"].map(() => {
    const line = element("div", "tk-size", box);
    return { rule: element("span", "tk-rule", line), numbers: element("span", "tk-size-numbers", line) };
  });
  const unused = element("div", "tk-unused", box);
  return (frame) => {
    frame.sizes.forEach((size, n) => {
      setText(lines[n].rule, size.rule);
      setText(lines[n].numbers, `= ${size.numbers}`);
    });
    setText(unused, frame.unused);
  };
}

export default explorer({
  keys: KEYS, texts: CORRELATION_TEXTS, clamped, frame, edit, extra: sizes,
  reactions: { kernel: usePreset, h: ownKernel, w: ownKernel },
});

// A kernel of another size than its preset is the reader's own.
function ownKernel(model) {
  const K = Object.values(PRESETS)[model.get("kernel")];
  if (K && (K.length !== model.get("h") || K[0].length !== model.get("w"))) model.set("kernel", 0);
}
