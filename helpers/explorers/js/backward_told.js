// What the backward explorer says of the lit cell: in words, as a sum, and in NumPy, with the
// mistake in it where there is one.
import { lastStamp } from "./backward_light.js";
import { DX, LOSS, mistakeIn } from "./backward_numbers.js";
import { number } from "./number.js";
import { slice } from "./slices.js";
import { sumLine, total } from "./sums.js";

export function tell(s, all, at, say) {
  const mistake = `  # ${say("mistake")}`;
  // What is told of a right gradient beside a broken one has no mistake in it.
  const name = mistakeIn(at.id, all);
  const n = { ...all, wrong: name, used: name === "none" ? all.rightY : all.used };
  const wrong = (one) => (name === one ? mistake : "");
  const lines = upstreamLines(s, n, wrong);
  const told = (s.mode === DX ? tellInput : tellKernel)(s, n, at, say, wrong);
  return { head: told.head, sum: told.sum ? sumLine(told.sum) : "", numpy: told.numpy.length ? [...lines, ...told.numpy] : [] };
}

function upstreamLines(s, n, wrong) {
  if (n.wrong === "ignores_upstream") return [`dY = np.ones((${s.rows}, ${s.columns}))${wrong("ignores_upstream")}`];
  if (s.upstream !== LOSS) return [];
  const code = { drops_two: "Y - T", loss_mean: "2 * (Y - T) / Y.size", reversed_sign: "2 * (T - Y)" }[n.wrong];
  return [`dY = ${code || "2 * (Y - T)"}${code ? wrong(n.wrong) : ""}`];
}

function tellInput(s, n, at, say, wrong) {
  const { id, kind, i, j } = at;
  const p = s.padding;
  const dX = p ? "dXp" : "dX";
  const cut = p ? [`dX = dXp[${p}:${-p}, ${p}:${-p}]`] : [];
  const cell = `${{ D: "dX", G: "dX", B: "dX", N: "dX", U: "dY", S: "dY₀", R: n.wrong === "unrotated" ? "K" : "K ↻" }[id] || id}[${number(i)}, ${number(j)}]`;
  if (kind === "D") {
    if (i < 0 || j < 0 || i >= s.H || j >= s.W) return { head: say("told_cut", { cell }), numpy: [] };
    if (id === "X") return { head: say("told", { cell, value: number(n.X[i][j]) }), numpy: gatherLines(s, n, i, j, wrong) };
    const shown = { D: n.stamps, G: n.gathered }[id];
    const here = shown ? shown[i + p][j + p] : (id === "B" ? n.right : n.numeric)[i][j];
    const last = n.wrong === "assigns" && lastStamp(s, i, j);
    const products = last ? [[n.used[last[0]][last[1]], n.K[last[2]][last[3]]]]
      : n.wrong === "none" ? scatterTerms(s, n, i, j) : gatherTerms(s, n, i, j);
    const numpy = last ? [`dX[${i}, ${j}] = dY[${last[0]}, ${last[1]}] * K[${last[2]}, ${last[3]}]${wrong("assigns")}`]
      : gatherLines(s, n, i, j, wrong);
    // The sum is of this cell only where what is shown is what the sum gives.
    const sum = Math.abs(here - total(products)) < 1e-9 * (1 + Math.abs(here)) ? products : null;
    return { head: say("told", { cell, value: number(here) }), sum, numpy };
  }
  if (kind === "dY") {
    const window = `${dX}[${slice(s.stride * i, s.h)}, ${slice(s.stride * j, s.w)}]`;
    const stamp = n.wrong === "scatter_rotated" ? "K[::-1, ::-1]" : "K";
    const note = wrong("assigns") || wrong("scatter_rotated");
    const op = n.wrong === "assigns" ? "=" : "+=";
    const line = `${window} ${op} dY[${i}, ${j}] * ${stamp}${note}`;
    const values = { dY: n.used, U: n.rightY, Y: n.Y, T: n.T }[id];
    const key = id === "dY" || id === "U" ? "told_scatter" : "told";
    return { head: say(key, { cell, value: number(values[i][j]) }), numpy: [line, ...cut] };
  }
  if (kind === "S") return { head: n.spread[i][j] === 0 ? say("told_zero", { cell }) : say("told", { cell, value: number(n.spread[i][j]) }), numpy: [] };
  const straight = id === "K" || n.wrong === "unrotated";
  const [a, b] = straight ? [i, j] : [s.h - 1 - i, s.w - 1 - j];
  const line = `${dX}[${slice(a, s.rows, s.stride)}, ${slice(b, s.columns, s.stride)}] += K[${a}, ${b}] * dY`;
  return { head: say("told_K", { cell, value: number(n.K[a][b]) }), numpy: [line, ...cut] };
}

function gatherLines(s, n, i, j, wrong) {
  const p = s.padding;
  const [rows, columns] = [n.spread.length, n.spread[0].length];
  const apart = n.wrong === "no_zeros" ? 1 : s.stride;
  const inner = `${slice(s.h - 1, s.rows, apart)}, ${slice(s.w - 1, s.columns, apart)}`;
  const turned = n.wrong === "unrotated" || n.wrong === "scatter_rotated" ? "K" : "K[::-1, ::-1]";
  return [
    `dY0 = np.zeros((${rows}, ${columns})); dY0[${inner}] = dY${wrong("no_zeros")}`,
    `dX[${i}, ${j}] = np.sum(dY0[${slice(i + p, s.h)}, ${slice(j + p, s.w)}] * ${turned})${wrong("unrotated") || wrong("scatter_rotated")}`,
  ];
}

// The products dY[u, v]·K[a, b] that meet in dX[i, j].
function scatterTerms(s, n, i, j) {
  const products = [];
  for (let u = 0; u < s.rows; u++) {
    for (let v = 0; v < s.columns; v++) {
      const [a, b] = [i + s.padding - s.stride * u, j + s.padding - s.stride * v];
      if (a >= 0 && b >= 0 && a < s.h && b < s.w) products.push([n.used[u][v], n.K[a][b]]);
    }
  }
  return products;
}

function gatherTerms(s, n, i, j) {
  return (n.wrong === "scatter_rotated" ? n.K : n.turned).flatMap((row, a) => row.map((k, b) =>
    [n.spread[i + s.padding + a][j + s.padding + b], k]));
}

function tellKernel(s, n, at, say, wrong) {
  const { id, kind, i, j } = at;
  const p = s.padding;
  const [image, pad] = p ? ["Xp", [`Xp = np.pad(X, ${p})`]] : ["X", []];
  const cell = `${{ G: "dK", B: "dK", N: "dK", U: "dY" }[id] || id}[${number(i)}, ${number(j)}]`;
  const dY = n.wrong === "rotated_upstream" ? "dY[::-1, ::-1]" : "dY";
  const stride = n.wrong === "stride_one" ? 1 : s.stride;
  const size = n.wrong === "mean" ? " / dY.size" : "";
  const note = wrong("rotated_upstream") || wrong("stride_one") || wrong("mean");
  if (kind === "K") {
    const window = `${image}[${slice(i, s.rows, stride)}, ${slice(j, s.columns, stride)}]`;
    const shown = { G: n.gradient, B: n.right, N: n.numeric, K: n.K }[id];
    const products = n.used.flatMap((row, u) => row.map((v, w) => [v, n.Xp[s.stride * u + i][s.stride * w + j]]));
    const right = n.wrong === "none" && id !== "K";
    const summed = n.wrong === "last_window"
      ? `dK[${i}, ${j}] = dY[-1, -1] * ${image}[${s.stride * (s.rows - 1) + i}, ${s.stride * (s.columns - 1) + j}]${wrong("last_window")}`
      : `dK[${i}, ${j}] = np.sum(${dY} * ${window})${size}${note}`;
    const here = shown[i][j];
    const sum = right && Math.abs(here - total(products)) < 1e-9 * (1 + Math.abs(here)) ? products : null;
    return { head: say("told", { cell, value: number(here) }), sum, numpy: [...pad, summed] };
  }
  if (kind === "dY") {
    const [u, v] = n.wrong === "rotated_upstream" ? [s.rows - 1 - i, s.columns - 1 - j] : [i, j];
    const window = `${image}[${slice(stride * u, s.h)}, ${slice(stride * v, s.w)}]`;
    const op = n.wrong === "last_window" ? "=" : "+=";
    const line = `dK ${op} dY[${i}, ${j}] * ${window}${size}${note || wrong("last_window")}`;
    // What it adds to is not said of code that adds something else.
    const key = (id === "dY" || id === "U") && !note && !wrong("last_window") ? "told_upstream" : "told";
    const values = { dY: n.used, U: n.rightY, Y: n.Y, T: n.T }[id];
    return { head: say(key, { cell, value: number(values[i][j]) }), numpy: [...pad, line] };
  }
  const inside = i >= 0 && j >= 0 && i < s.H && j < s.W;
  if (!inside) return { head: say("told", { cell, value: "0" }), numpy: [] };
  if (wrong("last_window") || wrong("stride_one")) return { head: say("told", { cell, value: number(n.X[i][j]) }), numpy: [] };
  const count = reads(i, s.rows, s.h, s) * reads(j, s.columns, s.w, s);
  return { head: say("told_X", { cell, value: number(n.X[i][j]), count }), numpy: [] };
}

// In how many windows along one axis the entry r of X is.
function reads(r, outputs, k, s) {
  let count = 0;
  for (let i = 0; i < outputs; i++) {
    const a = r + s.padding - s.stride * i;
    if (a >= 0 && a < k) count++;
  }
  return count;
}
