// Explorer 3: SDM5013's two kernels in a row, the loss, every gradient, and gradient descent.
import { explorer } from "./explorer.js";
import { CELLS, clamped, preset } from "./two_kernels_state.js";
import { frame } from "./two_kernels_frame.js";
import { layout } from "./two_kernels_layout.js";
import { keepRunning, panel } from "./two_kernels_panel.js";
import { PRESETS } from "./two_kernels_presets.js";
import { TWO_KERNELS_TEXTS } from "./two_kernels_texts.js";

const SIZES = ["H", "W", "h1", "w1", "h2", "w2"];
const KEYS = [
  ...Object.values(CELLS), ...SIZES, "step", "detail", "pin", "language",
  "rate", "pace", "learn_K1", "learn_K2", "learn_X", "log_scale", "running", "descent",
];
const NAMES = Object.keys(PRESETS);

const replaced = (cells, i, j, value) =>
  cells.map((row, r) => (r === i ? row.map((v, c) => (c === j ? value : v)) : row));

function edit(model, grid, i, j, value) {
  model.set(CELLS[grid], replaced(model.get(CELLS[grid]), i, j, value));
  model.set("preset", NAMES.indexOf("own"));
}

function usePreset(model) {
  const keys = [...Object.values(CELLS), "preset", "seed"];
  model.set(preset(Object.fromEntries(keys.map((key) => [key, model.get(key)]))));
}

function useSeed(model) {
  if (NAMES[model.get("preset")] === "random") usePreset(model);
  else model.set("preset", NAMES.indexOf("random"));
}

// An example of another size is the reader's own.
function ownSize(model) {
  const example = PRESETS[NAMES[model.get("preset")]];
  if (!example) return;
  const sizes = [example.X, example.K1, example.K2].flatMap((M) => [M.length, M[0].length]);
  if (SIZES.some((key, n) => model.get(key) !== sizes[n])) model.set("preset", NAMES.indexOf("own"));
}

export default explorer({
  keys: KEYS, texts: TWO_KERNELS_TEXTS, clamped, frame, edit, extra: panel, layout,
  reactions: {
    preset: usePreset, seed: useSeed, running: keepRunning,
    ...Object.fromEntries(SIZES.map((key) => [key, ownSize])),
  },
});
