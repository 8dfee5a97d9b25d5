// Explorer 1: X, K and Y of a cross-correlation.
import { clamped, frame } from "./correlation_frame.js";
import { PRESETS } from "./correlation_presets.js";
import { CORRELATION_TEXTS } from "./correlation_texts.js";
import { explorer } from "./explorer.js";
import { sizes } from "./sizes.js";

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

export default explorer({
  keys: KEYS, texts: CORRELATION_TEXTS, clamped, frame, edit, extra: sizes,
  reactions: { kernel: usePreset, h: ownKernel, w: ownKernel },
});

// A kernel of another size than its preset is the reader's own.
function ownKernel(model) {
  const K = Object.values(PRESETS)[model.get("kernel")];
  if (K && (K.length !== model.get("h") || K[0].length !== model.get("w"))) model.set("kernel", 0);
}
