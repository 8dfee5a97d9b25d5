// What the pooling explorer computes from a state; its frame and its words are made of this.
import {
  averagePool, averagePoolBackward, averageShares, lpPool, lpPoolBackward, lpShares, maxPool,
  maxPoolBackward, maxShares, torchLpPool, torchLpPoolBackward, windowAt, winner,
} from "./pooling.js";
import { P_STOPS } from "./pooling_stops.js";

// The kinds.
export const MAX = 0;
export const AVERAGE = 1;
export const LP = 2;

export const exponent = (label) => (label === "∞" ? Infinity : Number(label));

// The pooling chosen: whole matrices forward and backward, what one window pays, and, where one
// entry of a window takes all, its place in the window.
function pooling(s, p) {
  const { size, stride, mean } = s;
  if (s.kind_index === MAX) {
    return {
      forward: (X) => maxPool(X, size, stride),
      backward: (dY, X) => maxPoolBackward(dY, X, size, stride),
      shares: maxShares,
      winner,
    };
  }
  if (s.kind_index === AVERAGE) {
    return {
      forward: (X) => averagePool(X, size, stride),
      backward: (dY, X) => averagePoolBackward(dY, X, size, stride),
      shares: averageShares,
      winner: null,
    };
  }
  return {
    forward: (X) => lpPool(X, p, size, stride, mean),
    backward: (dY, X) => lpPoolBackward(dY, X, p, size, stride, mean),
    shares: (g, v) => lpShares(g, v, p, mean),
    winner: p === Infinity ? (v) => winner(v.map(Math.abs)) : null,
  };
}

const part = (cells, rows, columns) =>
  cells.slice(0, rows).map((row) => row.slice(0, columns));

// Everything computed from a state; what the words are made of too.
export function computed(s) {
  const p = exponent(P_STOPS[s.p_stop]);
  const X = part(s.x_cells, s.H, s.W), dY = part(s.dy_cells, s.rows, s.columns);
  const op = pooling(s, p);
  const window = (i, j) => windowAt(X, i, j, s.size, s.stride);
  const place = (i, j, n) => [s.stride * i + Math.floor(n / s.size), s.stride * j + n % s.size];
  const Y = op.forward(X);
  const wins = op.winner && Y.map((row, i) => row.map((_, j) => place(i, j, op.winner(window(i, j)))));
  const torch = s.kind_index === LP && s.pytorch;
  // What Play has not reached has paid nothing yet.
  const reached = dY.map((row, i) => row.map((g, j) => (s.step && i * s.columns + j >= s.step ? 0 : g)));
  return {
    s, p, label: P_STOPS[s.p_stop], X, Y, dY, op, window, place, wins, reached,
    T: torch ? torchLpPool(X, p, s.size, s.stride) : null,
    dX: s.backward ? op.backward(reached, X) : null,
    dT: s.backward && torch ? torchLpPoolBackward(reached, X, p, s.size, s.stride) : null,
    // The windows that hold index r, along one axis: the first, and how many.
    holders: (r, outputs) => {
      const first = Math.max(0, Math.ceil((r - s.size + 1) / s.stride));
      return [first, Math.max(0, Math.min(outputs - 1, Math.floor(r / s.stride)) - first + 1)];
    },
  };
}

const PIXELS = ["X", "dX", "dT"]; // grids shaped like X; the others are shaped like Y
export const ofPixels = (grid) => PIXELS.includes(grid);

// The windows that hold an entry of X, in row-major order.
export function windowsAt(c, at) {
  const [i, down] = c.holders(at.i, c.s.rows);
  const [j, across] = c.holders(at.j, c.s.columns);
  return Array.from({ length: down * across }, (_, n) =>
    [i + Math.floor(n / across), j + n % across]);
}
