// The arguments of a call, and what the definition makes of them.
import { correlate, inputGradientScatter, kernelGradient, zeros } from "./convolution.js";
import { OPERATIONS } from "./explore_operations.js";
import {
  averagePool, averagePoolBackward, lpPool, lpPoolBackward, maxPool, maxPoolBackward,
} from "./pooling.js";

export const MOST = { H: 16, W: 16, h: 7, w: 7, size: 5, stride: 4, p: 16 };

const DEFINITIONS = {
  corr2d: (X, K) => [correlate(X, K)],
  corr2d_backward: (dY, X, K) => [inputGradientScatter(dY, X, K), kernelGradient(dY, X, K)],
  corr2d_input_gradient: (dY, K) =>
    [inputGradientScatter(dY, zeros(dY.length + K.length - 1, dY[0].length + K[0].length - 1), K)],
  max_pool2d: (X, size, stride) => [maxPool(X, size, stride)],
  avg_pool2d: (X, size, stride) => [averagePool(X, size, stride)],
  lp_pool2d: (X, p, size, stride) => [lpPool(X, p, size, stride)],
  max_pool2d_backward: (dY, X, size, stride) => [maxPoolBackward(dY, X, size, stride)],
  avg_pool2d_backward: (dY, X, size, stride) => [averagePoolBackward(dY, X, size, stride)],
  lp_pool2d_backward: (dY, X, p, size, stride) => [lpPoolBackward(dY, X, p, size, stride)],
};

export const define = (operation, given) => DEFINITIONS[operation](...given);

// The state with every size brought into its bounds, and the bounds that depend on other sizes.
export function clamped(state) {
  const s = { ...state };
  for (const name of ["H", "W", "stride", "p"]) s[name] = Math.max(1, Math.min(s[name], MOST[name]));
  s.size_max = Math.min(MOST.size, s.H, s.W);
  s.size = Math.max(1, Math.min(s.size, s.size_max));
  for (const [k, axis] of [["h", "H"], ["w", "W"]]) {
    s[`${k}_max`] = Math.min(MOST[k], s[axis]);
    s[k] = Math.max(1, Math.min(s[k], s[`${k}_max`]));
  }
  const pool = !OPERATIONS[s.operation].arguments.includes("K");
  s.rows = pool ? Math.floor((s.H - s.size) / s.stride) + 1 : s.H - s.h + 1;
  s.columns = pool ? Math.floor((s.W - s.size) / s.stride) + 1 : s.W - s.w + 1;
  return s;
}

const part = (cells, rows, columns) => cells.slice(0, rows).map((row) => row.slice(0, columns));

// The arguments in the order in which the function takes them; `s` is clamped.
export function given(s) {
  const all = {
    X: part(s.x_cells, s.H, s.W), K: part(s.k_cells, s.h, s.w), dY: part(s.dy_cells, s.rows, s.columns),
    size: s.size, stride: s.stride, p: s.p,
  };
  return OPERATIONS[s.operation].arguments.map((name) => all[name]);
}
