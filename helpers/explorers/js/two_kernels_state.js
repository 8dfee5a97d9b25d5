// The bounds of the two-kernels explorer, the matrices of a state, and its examples.
// helpers/explorers/two_kernels_state.py says the same in Python; a test keeps the two equal.
import { PRESETS } from "./two_kernels_presets.js";

const MOST_X = 16, MOST_K = 5; // pixels along an axis
export const CELLS = { X: "x_cells", K1: "k1_cells", K2: "k2_cells", reference: "reference_cells" };
const SIZES = { X: ["H", "W"], K1: ["h1", "w1"], K2: ["h2", "w2"] };

const within = (value, most) => Math.max(1, Math.min(value, most));

// The state with every size brought into its bounds, and the bounds that depend on other sizes.
export function clamped(state) {
  const s = { ...state };
  for (const [x, k1, k2, rows] of [["H", "h1", "h2", "rows"], ["W", "w1", "w2", "columns"]]) {
    s[x] = within(s[x], MOST_X);
    s[`${k1}_max`] = Math.min(MOST_K, s[x]);
    s[k1] = within(s[k1], s[`${k1}_max`]);
    s[`${k2}_max`] = Math.min(MOST_K, s[x] - s[k1] + 1);
    s[k2] = within(s[k2], s[`${k2}_max`]);
    s[rows] = s[x] - s[k1] - s[k2] + 2;
  }
  // One product at a time or one entry at a time: every number that is computed has its turn.
  s.step_max = walk(s).reduce((sum, [, count]) => sum + count, 0);
  s.step = Math.max(0, Math.min(s.step, s.step_max));
  return s;
}

// The computed grids in the order of the computation, with how many steps Play takes in each.
export function walk(s) {
  const result1 = (s.H - s.h1 + 1) * (s.W - s.w1 + 1);
  const [result2, k1, k2] = [s.rows * s.columns, s.h1 * s.w1, s.h2 * s.w2];
  const entries = {
    result1, result2, dresult2: result2, dK2: k2, dresult1: result1, dK1: k1, dX: s.H * s.W,
  };
  const [first, second] = [result1 * k1, result2 * k2]; // products: as many backward as forward
  const products = {
    result1: first, result2: second, dresult2: result2, dK2: second, dresult1: second, dK1: first, dX: first,
  };
  return Object.entries(s.detail ? products : entries);
}

const part = (cells, rows, columns) => cells.slice(0, rows).map((row) => row.slice(0, columns));

export function matrices(s) {
  return {
    X: part(s.x_cells, s.H, s.W), K1: part(s.k1_cells, s.h1, s.w1), K2: part(s.k2_cells, s.h2, s.w2),
    reference: part(s.reference_cells, s.rows, s.columns),
  };
}

// cells with a matrix in their corner
export function stored(cells, matrix) {
  return cells.map((row, i) => row.map((v, j) => (matrix[i] || [])[j] ?? v));
}

// What changes in the state when an example is chosen, or the seed of the random one.
export function preset(s) {
  const name = Object.keys(PRESETS)[s.preset];
  if (name === "own") return {};
  if (name === "random") return randomCells(s.seed);
  const changes = {};
  for (const [id, matrix] of Object.entries(PRESETS[name])) {
    changes[CELLS[id]] = stored(s[CELLS[id]], matrix);
    if (id in SIZES) [changes[SIZES[id][0]], changes[SIZES[id][1]]] = [matrix.length, matrix[0].length];
  }
  return changes;
}

// Whole numbers from a seed: Park and Miller's generator, exact in both languages.
export function randomCells(seed) {
  let n = seed * 48271 + 11;
  const next = () => (n = (n * 16807) % 2147483647);
  for (let k = 0; k < 5; k++) next();
  const draw = (size, least, count) => Array.from({ length: size }, () => Array.from(
    { length: size }, () => least + Math.floor(next() / 1024) % count));
  return {
    x_cells: draw(MOST_X, -2, 6), k1_cells: draw(MOST_K, -2, 5), k2_cells: draw(MOST_K, -2, 5),
    reference_cells: draw(MOST_X, -3, 7),
  };
}
