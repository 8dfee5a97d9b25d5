// What the lit cell of the backward explorer is made of, and what is made of it: as the line that is told
// of it has it, mistake and all. helpers/explorers/backward_light.py says the same in Python.
import { mistakeIn } from "./backward_numbers.js";

const pairs = (rows, columns) => Array.from({ length: rows * columns }, (_, n) => [Math.floor(n / columns), n % columns]);

// Where dY stands among the zeros, and which of its entries it is.
export function ownCells(s, n) {
  const apart = n.wrong === "no_zeros" ? 1 : s.stride;
  return new Map(n.dY.flatMap((row, i) => row.map((_, j) =>
    [`${s.h - 1 + apart * i} ${s.w - 1 + apart * j}`, [i, j]])));
}

// The grids that stand for dY: the right one where the cell is of a right gradient.
const upstreams = (n, wrong) => [wrong === "none" && n.brokenY ? "U" : "dY", "Y", "T"];

// The last entry of dY whose stamp reaches dX[i, j], and the entry of K it comes with; or null.
export function lastStamp(s, i, j) {
  for (const [u, v] of pairs(s.rows, s.columns).reverse()) {
    const [a, b] = [i + s.padding - s.stride * u, j + s.padding - s.stride * v];
    if (a >= 0 && b >= 0 && a < s.h && b < s.w) return [u, v, a, b];
  }
  return null;
}

export function lightInput(s, n, at, mark) {
  const p = s.padding;
  const wrong = mistakeIn(at.id, n);
  const turn = (a, b) => (n.wrong === "unrotated" ? [a, b] : [s.h - 1 - a, s.w - 1 - b]);
  const apart = n.wrong === "no_zeros" ? 1 : s.stride;
  const spread = (i, j, kind) => mark("S", s.h - 1 + apart * i, s.w - 1 + apart * j, kind);
  let { kind, i, j } = at;
  if (kind === "S") {
    const own = ownCells(s, n).get(`${i} ${j}`);
    if (!own) return mark("S", i, j, "focus");
    [kind, i, j] = ["dY", ...own];
  }
  if (kind === "R") [kind, i, j] = ["K", ...turn(i, j)];
  if (kind === "D") {
    for (const id of "XDGBN") mark(id, i, j, "focus");
    const dY = upstreams(n, wrong);
    if (wrong === "assigns") {
      const last = lastStamp(s, i, j);
      if (!last) return;
      for (const id of dY) mark(id, last[0], last[1], "source");
      mark("K", last[2], last[3], "source");
      return;
    }
    const slides = wrong === "unrotated" || wrong === "scatter_rotated";
    // Only where they show what the line says: of the right gradient beside a broken one they may not.
    const shown = wrong === n.wrong || n.wrong === "assigns" || n.wrong === "scatter_rotated";
    const between = wrong === "no_zeros" ? 1 : s.stride;
    for (const [a, b] of pairs(s.h, s.w)) {
      if (shown) mark("S", i + p + a, j + p + b, "source");
      if (shown && wrong !== "scatter_rotated") mark("R", a, b, "source");
      const [u, v] = [(i + p + a - s.h + 1) / between, (j + p + b - s.w + 1) / between];
      if (!Number.isInteger(u) || !Number.isInteger(v) || u < 0 || v < 0 || u >= s.rows || v >= s.columns) continue;
      for (const id of dY) mark(id, u, v, "source");
      mark("K", ...(slides ? [a, b] : [s.h - 1 - a, s.w - 1 - b]), "source");
    }
  } else if (kind === "dY") {
    for (const id of ["dY", "U", "Y", "T"]) mark(id, i, j, "focus");
    if (at.id !== "U") spread(i, j, "focus");
    for (const [a, b] of pairs(s.h, s.w)) {
      mark("K", a, b, "source");
      for (const id of at.id === "U" ? "B" : "DG") mark(id, s.stride * i + a - p, s.stride * j + b - p, "target");
    }
  } else {
    mark("K", i, j, "focus");
    mark("R", ...turn(i, j), "focus");
    for (const [u, v] of pairs(s.rows, s.columns)) {
      mark("dY", u, v, "source");
      spread(u, v, "source");
      for (const id of "DG") mark(id, s.stride * u + i - p, s.stride * v + j - p, "target");
    }
  }
}

export function lightKernel(s, n, at, mark) {
  const { kind, i, j } = at;
  const p = s.padding;
  const wrong = mistakeIn(at.id, n);
  const stride = wrong === "stride_one" ? 1 : s.stride;
  const last = [s.rows - 1, s.columns - 1];
  // The window that an entry of dY is multiplied with, and the other way round.
  const meets = (u, v) => (wrong === "rotated_upstream" ? [last[0] - u, last[1] - v] : [u, v]);
  const counted = wrong === "last_window" ? [last] : pairs(s.rows, s.columns);
  const [dY] = upstreams(n, wrong);
  if (kind === "K") {
    for (const id of "KGBN") mark(id, i, j, "focus");
    for (const [u, v] of counted) {
      mark(dY, ...meets(u, v), "source");
      mark("X", stride * u + i - p, stride * v + j - p, "source");
    }
  } else if (kind === "dY") {
    for (const id of ["dY", "U", "Y", "T"]) mark(id, i, j, "focus");
    const [u, v] = meets(i, j);
    for (const [a, b] of pairs(s.h, s.w)) {
      mark("X", stride * u + a - p, stride * v + b - p, "source");
      mark(at.id === "U" ? "B" : "G", a, b, "target");
    }
  } else {
    mark("X", i, j, "focus");
    for (const [u, v] of counted) {
      const [a, b] = [i + p - stride * u, j + p - stride * v];
      if (a < 0 || b < 0 || a >= s.h || b >= s.w) continue;
      mark("dY", ...meets(u, v), "source");
      mark("G", a, b, "target");
    }
  }
}
