// Explorer 4: max, average and LP pooling, and what each pays back.
import { element } from "./dom.js";
import { explorer } from "./explorer.js";
import { PoolingCurve } from "./pooling_curve.js";
import { POOLING_EXPLORER_TEXTS } from "./pooling_explorer_texts.js";
import { clamped, frame } from "./pooling_frame.js";
import { IMAGES } from "./pooling_presets.js";
import { sizes } from "./sizes.js";

const KEYS = [
  "x_cells", "dy_cells", "H", "W", "size", "stride", "kind_index", "p_stop", "mean", "pytorch", "backward",
  "step", "pin", "language",
];

const CELLS = { X: "x_cells", dY: "dy_cells" };

function edit(model, grid, i, j, value) {
  const cells = model.get(CELLS[grid]);
  model.set(CELLS[grid], cells.map((row, r) => (r === i ? row.map((v, c) => (c === j ? value : v)) : row)));
  if (grid === "X") model.set("image", 0);
}

function useImage(model) {
  const X = Object.values(IMAGES)[model.get("image")];
  if (!X) return;
  model.set({
    x_cells: model.get("x_cells").map((row, r) => row.map((v, c) => (X[r] || [])[c] ?? v)),
    H: X.length, W: X[0].length,
  });
}

// An image of another size than its preset is the reader's own.
function ownImage(model) {
  const X = Object.values(IMAGES)[model.get("image")];
  if (X && (X.length !== model.get("H") || X[0].length !== model.get("W"))) model.set("image", 0);
}

function below(parent) {
  const paintSizes = sizes(parent);
  const curve = new PoolingCurve(element("div", "", parent));
  return (frame) => {
    paintSizes(frame);
    curve.paint(frame.curve);
  };
}

export default explorer({
  keys: KEYS, texts: POOLING_EXPLORER_TEXTS, clamped, frame, edit, extra: below,
  reactions: { image: useImage, H: ownImage, W: ownImage },
});
