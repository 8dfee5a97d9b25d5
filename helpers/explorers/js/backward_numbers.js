// The numbers of the backward explorer: both gradients, right and with a mistake.
import { correlate, gatherInput, inputGradientScatter, kernelGradient, outputSize, rotate, zeros } from "./convolution.js";
import { BREAKS } from "./backward_breaks.js";

export const MOST = { H: 16, W: 16, h: 7, w: 7, stride: 4, padding: 3 };
// Where dY comes from.
export const OWN = 0;
export const ONE_HOT = 1;
export const LOSS = 2;
// Which gradient is shown.
export const DX = 0;
// What Play goes through.
export const SCATTER = 0;
export const GATHER = 1;

// The mistakes that dY itself shows; the others are made with it.
const OF_DY = ["ignores_upstream", "drops_two", "loss_mean", "reversed_sign"];
const OF_SCATTER = ["assigns", "scatter_rotated"];
const OF_GATHER = ["unrotated", "no_zeros"];

// The mistake that is in a grid's numbers, and so in the line that is told of them.
export function mistakeIn(id, { wrong }) {
  if (["B", "N", "U"].includes(id) || (id === "D" && OF_GATHER.includes(wrong))) return "none";
  return ["G", "X"].includes(id) && OF_SCATTER.includes(wrong) ? "none" : wrong;
}

const map = (M, change) => M.map((row, i) => row.map((v, j) => change(v, i, j)));
const part = (cells, rows, columns) => cells.slice(0, rows).map((row) => row.slice(0, columns));

// The state with every size brought into its bounds, and the bounds that depend on other sizes.
export function clamped(state) {
  const s = { ...state };
  const within = (name, most) => (s[name] = Math.max(1, Math.min(s[name], most, MOST[name])));
  for (const name of ["H", "W", "stride"]) within(name, MOST[name]);
  s.padding = Math.max(0, Math.min(s.padding, MOST.padding));
  s.h_max = Math.min(MOST.h, s.H + 2 * s.padding);
  s.w_max = Math.min(MOST.w, s.W + 2 * s.padding);
  within("h", s.h_max);
  within("w", s.w_max);
  s.rows = outputSize(s.H, s.h, s.padding, s.stride, 1);
  s.columns = outputSize(s.W, s.w, s.padding, s.stride, 1);
  const [i, j] = s.hot.split(" ").map(Number);
  s.hot = `${Math.max(0, Math.min(i || 0, s.rows - 1))} ${Math.max(0, Math.min(j || 0, s.columns - 1))}`;
  const needs = Object.values(BREAKS)[s.broken];
  if ((needs.mode ?? s.mode) !== s.mode || (needs.upstream ?? s.upstream) !== s.upstream) s.broken = 0;
  if (s.stride < (needs.stride ?? 1)) s.broken = 0;
  s.step_max = s.walk === SCATTER ? s.rows * s.columns : s.mode === DX ? s.H * s.W : s.h * s.w;
  s.step = Math.max(0, Math.min(s.step, s.step_max));
  return s;
}

// All that is shown as numbers; `s` is clamped. dY is as the (broken) code has it, `used` is what it
// then works with, and `right` and `numeric` come from the definition alone.
export function numbers(s) {
  const wrong = Object.keys(BREAKS)[s.broken];
  const X = part(s.x_cells, s.H, s.W);
  const K = part(s.k_cells, s.h, s.w);
  const T = part(s.t_cells, s.rows, s.columns);
  const Y = correlate(X, K, s.stride, s.padding);
  const rightY = upstream(s, Y, T, "none");
  const dY = upstream(s, Y, T, wrong);
  const used = wrong === "ignores_upstream" ? map(dY, () => 1) : dY;
  const count = s.step && s.walk === SCATTER ? s.step : s.rows * s.columns;
  const brokenY = OF_DY.includes(wrong);
  const all = { wrong, brokenY, X, K, T, Y, dY, rightY, used, numeric: numeric(s, X, K, Y, T, rightY) };
  return s.mode === DX ? { ...all, ...inputGradients(s, all, count) } : { ...all, ...kernelGradients(s, all, count) };
}

function upstream(s, Y, T, wrong) {
  if (s.upstream === OWN) return part(s.dy_cells, s.rows, s.columns);
  const [u, v] = s.hot.split(" ").map(Number);
  if (s.upstream === ONE_HOT) return map(Y, (_, i, j) => (i === u && j === v ? 1 : 0));
  const factor = wrong === "drops_two" ? 1 : wrong === "reversed_sign" ? -2 : 2;
  const size = wrong === "loss_mean" ? s.rows * s.columns : 1;
  return map(Y, (y, i, j) => (factor * (y - T[i][j])) / size);
}

// With the padding around them, as `stamps` and `gathered`: what lies there is cut off.
function inputGradients(s, { X, K, rightY, used, wrong }, count) {
  const whole = zeros(s.H + 2 * s.padding, s.W + 2 * s.padding);
  const stamp = wrong === "scatter_rotated" ? rotate(K) : K;
  const stamps = scatter(used, stamp, whole, s.stride, count, wrong === "assigns");
  const spread = gatherInput(used, whole, K, wrong === "no_zeros" ? 1 : s.stride);
  const turned = wrong === "unrotated" ? K : rotate(K);
  const right = wrong === "none" ? null : inputGradientScatter(rightY, X, K, s.stride, s.padding);
  return { stamps, spread, turned, gathered: correlate(spread, turned), right };
}

function scatter(dY, K, into, stride, count, assigns) {
  const dX = map(into, () => 0);
  for (let n = 0; n < count; n++) {
    const [i, j] = [Math.floor(n / dY[0].length), n % dY[0].length];
    K.forEach((row, a) => row.forEach((k, b) => {
      const [r, c] = [stride * i + a, stride * j + b];
      dX[r][c] = (assigns ? 0 : dX[r][c]) + dY[i][j] * k;
    }));
  }
  return dX;
}

function kernelGradients(s, { X, K, rightY, used, wrong }, count) {
  const p = s.padding;
  const Xp = map(zeros(s.H + 2 * p, s.W + 2 * p), (_, u, v) => (X[u - p] || [])[v - p] ?? 0);
  const dY = wrong === "rotated_upstream" ? rotate(used) : used;
  const stride = wrong === "stride_one" ? 1 : s.stride;
  const dK = zeros(s.h, s.w);
  for (let n = 0; n < count; n++) {
    const [i, j] = [Math.floor(n / s.columns), n % s.columns];
    dK.forEach((row, a) => row.forEach((sum, b) => {
      row[b] = (wrong === "last_window" ? 0 : sum) + dY[i][j] * Xp[stride * i + a][stride * j + b];
    }));
  }
  const size = wrong === "mean" ? s.rows * s.columns : 1;
  return { Xp, gradient: map(dK, (v) => v / size), right: kernelGradient(rightY, X, K, s.stride, p) };
}

// (f(+1) − f(−1)) / 2 in each entry of X or K, f being the loss, or the sum of Y * dY: at most
// quadratic, so a step of 1 makes no error. An entry moves only the outputs that read it, each by
// what it is multiplied with; all others cancel, and are left out for speed.
function numeric(s, X, K, Y, T, dY) {
  const f = (i, j, y) => (s.upstream === LOSS ? (y - T[i][j]) ** 2 : y * dY[i][j]);
  const slope = s.mode === DX ? zeros(s.H, s.W) : zeros(s.h, s.w);
  Y.forEach((line, i) => line.forEach((y, j) => K.forEach((row, a) => row.forEach((k, b) => {
    const [r, c] = [s.stride * i + a - s.padding, s.stride * j + b - s.padding];
    if (r < 0 || c < 0 || r >= s.H || c >= s.W) return;
    const [move, u, v] = s.mode === DX ? [k, r, c] : [X[r][c], a, b];
    slope[u][v] += (f(i, j, y + move) - f(i, j, y - move)) / 2;
  }))));
  return slope;
}
