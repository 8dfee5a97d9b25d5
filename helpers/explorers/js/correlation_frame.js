// Everything the correlation explorer shows, as plain data: frame(state). No DOM in this file.
// helpers/explorers/correlation_frame.py says the same in Python; a test keeps the two equal.
import { correlate, outputSize, rotate } from "./convolution.js";
import { largest, number } from "./number.js";
import { slice } from "./slices.js";
import { sumLine, total } from "./sums.js";
import { speaker } from "./texts.js";
import { CORRELATION_TEXTS } from "./correlation_texts.js";

export const MOST = { H: 16, W: 16, h: 7, w: 7, stride: 4, padding: 3, dilation: 3 };

// The state with every size brought into its bounds, and the bounds that depend on other sizes.
export function clamped(state) {
  const s = { ...state };
  const within = (name, most) => (s[name] = Math.max(1, Math.min(s[name], most, MOST[name])));
  within("H", MOST.H);
  within("W", MOST.W);
  within("stride", MOST.stride);
  s.padding = Math.max(0, Math.min(s.padding, MOST.padding));
  const [rows, columns] = [s.H + 2 * s.padding, s.W + 2 * s.padding];
  within("h", rows);
  within("w", columns);
  // K keeps its size as long as it can; dilation gives way first.
  const reach = (room, k) => (k > 1 ? Math.floor((room - 1) / (k - 1)) : MOST.dilation);
  s.dilation_max = Math.min(MOST.dilation, reach(rows, s.h), reach(columns, s.w));
  within("dilation", s.dilation_max);
  s.h_max = Math.min(MOST.h, Math.floor((rows - 1) / s.dilation) + 1);
  s.w_max = Math.min(MOST.w, Math.floor((columns - 1) / s.dilation) + 1);
  s.rows = outputSize(s.H, s.h, s.padding, s.stride, s.dilation);
  s.columns = outputSize(s.W, s.w, s.padding, s.stride, s.dilation);
  s.step_max = s.rows * s.columns * (s.detail ? s.h * s.w : 1);
  s.step = Math.max(0, Math.min(s.step, s.step_max));
  return s;
}

export const part = (cells, rows, columns) =>
  cells.slice(0, rows).map((row) => row.slice(0, columns));

// The cell whose dependencies are lit: the pinned one, else the one looked at, else the window
// that Play has reached. `terms` counts the products added so far.
function lit(s) {
  const all = s.h * s.w;
  for (const text of [s.pin, s.look]) {
    const [grid, i, j] = (text || "").split(" ").map((v, n) => (n ? Number(v) : v));
    if (grid && inside(s, grid, i, j)) return { grid, i, j, terms: all };
  }
  if (s.step === 0) return null;
  const each = s.detail ? all : 1;
  const position = Math.floor((s.step - 1) / each);
  return {
    grid: "Y", i: Math.floor(position / s.columns), j: position % s.columns,
    terms: s.detail ? (s.step - 1) % each + 1 : all,
  };
}

function inside(s, grid, i, j) {
  const p = grid === "X" ? s.padding : 0;
  const [rows, columns] = {
    X: [s.H, s.W], K: [s.h, s.w], R: s.convolution ? [s.h, s.w] : [0, 0], Y: [s.rows, s.columns],
  }[grid] || [0, 0];
  return i >= -p && j >= -p && i < rows + p && j < columns + p;
}

// Along one axis, the pairs (output i, kernel a) that read index r of X, by rising i.
function readers(r, outputs, k, s) {
  const pairs = [];
  for (let i = 0; i < outputs; i++) {
    const a = (r + s.padding - s.stride * i) / s.dilation;
    if (Number.isInteger(a) && a >= 0 && a < k) pairs.push([i, a]);
  }
  return pairs;
}

export function frame(state) {
  const s = clamped(state);
  const say = speaker(s.language, CORRELATION_TEXTS);
  const X = part(s.x_cells, s.H, s.W);
  const K = part(s.k_cells, s.h, s.w);
  const R = s.convolution ? rotate(K) : K; // what slides
  const Y = correlate(X, R, s.stride, s.padding, s.dilation);
  const at = lit(s);
  const p = s.padding;
  const rowsRead = Array.from({ length: s.H + 2 * p }, (_, n) => readers(n - p, s.rows, s.h, s));
  const columnsRead = Array.from({ length: s.W + 2 * p }, (_, n) => readers(n - p, s.columns, s.w, s));

  const marks = {
    X: blank(s.H + 2 * p, s.W + 2 * p), K: blank(s.h, s.w), R: blank(s.h, s.w),
    Y: blank(s.rows, s.columns),
  };
  marks.X.forEach((row, u) => row.forEach((cell, v) => {
    if (u < p || v < p || u >= p + s.H || v >= p + s.W) cell.push("pad");
    if (!rowsRead[u].length || !columnsRead[v].length) cell.push("unused");
  }));
  const light = at ? LIGHT[at.grid === "K" && s.convolution ? "turned" : at.grid] : null;
  if (at) light(s, marks, at, rowsRead, columnsRead);
  if (at && s.convolution && at.grid !== "K") copyTurned(s, marks.R, marks.K);

  let shown = Y;
  if (s.step > 0) {
    const now = lit({ ...s, pin: "", look: "" });
    marks.Y.forEach((row, i) => row.forEach((cell, j) => {
      if (i * s.columns + j > now.i * s.columns + now.j) cell.push("later");
    }));
    shown = Y.map((row) => [...row]);
    shown[now.i][now.j] = total(terms(s, X, R, now.i, now.j).slice(0, now.terms));
  }

  const padded = Array.from({ length: s.H + 2 * p }, (_, u) => Array.from(
    { length: s.W + 2 * p }, (_, v) => (X[u - p] || [])[v - p] ?? 0));
  const size = { rows: s.H, columns: s.W, padding: p };
  const small = { rows: s.h, columns: s.w };
  const grids = [
    grid("X", "X", say(p ? "note_X_padded" : "note_X", size), padded, marks.X, largest(X), true, -p),
    grid("K", "K", say("note_K", small), K, marks.K, largest(K), true),
    grid("Y", "Y", say("note_Y", { rows: s.rows, columns: s.columns }), shown, marks.Y, largest(Y), false),
  ];
  if (s.convolution) grids.splice(2, 0, grid("R", "K ↻", say("note_R"), R, marks.R, largest(K), false));
  const missing = (read) => read.flatMap((r, n) => (r.length ? [] : [n - p]));
  const [rows, columns] = [missing(rowsRead), missing(columnsRead)];
  const sizes = [sizeLine("H", s.H, "h", s.h, s, s.rows), sizeLine("W", s.W, "w", s.w, s, s.columns)];
  const unused = rows.length + columns.length
    ? say("unused", { rows: list(rows) || say("none"), columns: list(columns) || say("none") }) : "";
  const told = at ? tell(s, say, at, X, K, R, Y, rowsRead, columnsRead) : { head: "", sum: "", numpy: [] };
  return {
    grids,
    signs: s.convolution ? ["∗", "→", "="] : ["⋆", "="],
    sizes,
    unused,
    told,
    caption: [
      ...sizes.map((size) => `${size.name} = ${size.numbers}`), unused, told.head, told.sum, ...told.numpy,
    ].filter(Boolean),
    hint: say("hint"),
    at: s.step ? say("at", { position: Math.ceil(s.step / (s.detail ? s.h * s.w : 1)), all: s.rows * s.columns }) : "",
    pinned: at !== null && s.pin === `${at.grid} ${at.i} ${at.j}`,
    lit: at !== null,
  };
}

const blank = (rows, columns) => Array.from({ length: rows }, () => Array.from({ length: columns }, () => []));
const list = (numbers) => numbers.map((n) => number(n)).join(", ");

function grid(id, title, note, values, marks, scale, editable, first = 0) {
  return {
    id, title, note, values, scale, editable, first,
    marks: marks.map((row) => row.map((cell) => cell.join(" "))),
  };
}

// Who lights what. Each marks the cell itself "focus", what it is made of "source", and what is
// made of it "target".
const LIGHT = {
  Y(s, marks, at) {
    marks.Y[at.i][at.j].push("focus");
    for (let n = 0; n < s.h * s.w; n++) {
      const [a, b] = [Math.floor(n / s.w), n % s.w];
      const mark = n < at.terms - 1 || at.terms === s.h * s.w ? "source" : n === at.terms - 1 ? "source now" : "source wait";
      marks.X[s.stride * at.i + s.dilation * a][s.stride * at.j + s.dilation * b].push(mark);
      marks.R[a][b].push(mark);
      if (!s.convolution) marks.K[a][b].push(mark);
    }
  },
  // The entry of what slides: K itself, or K turned.
  K(s, marks, at) {
    LIGHT.R(s, marks, at);
    marks.K[at.i][at.j].push("focus");
  },
  turned(s, marks, at) {
    LIGHT.R(s, marks, { i: s.h - 1 - at.i, j: s.w - 1 - at.j });
    marks.K[at.i][at.j].push("focus");
  },
  R(s, marks, at) {
    marks.R[at.i][at.j].push("focus");
    for (let i = 0; i < s.rows; i++) {
      for (let j = 0; j < s.columns; j++) {
        marks.X[s.stride * i + s.dilation * at.i][s.stride * j + s.dilation * at.j].push("source");
        marks.Y[i][j].push("target");
      }
    }
  },
  X(s, marks, at, rowsRead, columnsRead) {
    marks.X[at.i + s.padding][at.j + s.padding].push("focus");
    for (const [i, a] of rowsRead[at.i + s.padding]) {
      for (const [j, b] of columnsRead[at.j + s.padding]) {
        marks.Y[i][j].push("target");
        marks.R[a][b].push("source");
        if (!s.convolution) marks.K[a][b].push("source");
      }
    }
  },
};

function copyTurned(s, turned, K) {
  turned.forEach((row, a) => row.forEach((cell, b) => K[s.h - 1 - a][s.w - 1 - b].push(...cell)));
}

function terms(s, X, R, i, j) {
  const products = [];
  R.forEach((row, a) => row.forEach((k, b) => {
    const [r, c] = [s.stride * i + s.dilation * a - s.padding, s.stride * j + s.dilation * b - s.padding];
    products.push([(X[r] || [])[c] ?? 0, k]);
  }));
  return products;
}

function tell(s, say, at, X, K, R, Y, rowsRead, columnsRead) {
  const { i, j } = at;
  const cell = `${at.grid === "R" ? "K ↻" : at.grid}[${number(i)}, ${number(j)}]`;
  const image = s.padding ? "Xp" : "X";
  const numpy = s.padding ? [`Xp = np.pad(X, ${s.padding})`] : [];
  if (at.grid === "Y") {
    const products = terms(s, X, R, i, j).slice(0, at.terms);
    const all = s.h * s.w;
    const value = number(total(products));
    const window = `${image}[${slice(s.stride * i, s.h, s.dilation)}, ${slice(s.stride * j, s.w, s.dilation)}]`;
    numpy.push(`Y[${i}, ${j}] = np.sum(${window} * ${s.convolution ? "K[::-1, ::-1]" : "K"})`);
    const head = at.terms < all ? say("told_Y_so_far", { cell, value, done: at.terms, all }) : say("told_Y", { cell, value });
    return { head, sum: sumLine(products), numpy };
  }
  if (at.grid === "X") {
    const [rows, columns] = [rowsRead[i + s.padding], columnsRead[j + s.padding]];
    const count = rows.length * columns.length;
    const here = (X[i] || [])[j];
    if (here === undefined) return { head: say("told_padding", { cell }), sum: "", numpy: [] };
    const key = count === 0 ? "told_X_none" : count === 1 ? "told_X_one" : "told_X";
    const head = say(key, { cell, value: number(here), count });
    if (count === 0) return { head, sum: "", numpy: [] };
    const k = `K[${pairSlice(rows, 1, s.h, s)}, ${pairSlice(columns, 1, s.w, s)}]`;
    return {
      head, sum: "",
      numpy: [`Y[${pairSlice(rows, 0)}, ${pairSlice(columns, 0)}] += X[${i}, ${j}] * ${k}`],
    };
  }
  const turned = s.convolution && at.grid === "K";
  const [a, b] = turned ? [s.h - 1 - i, s.w - 1 - j] : [i, j];
  const [u, v] = s.convolution && at.grid === "R" ? [s.h - 1 - i, s.w - 1 - j] : [i, j];
  const rows = slice(s.dilation * a, s.rows, s.stride);
  const columns = slice(s.dilation * b, s.columns, s.stride);
  numpy.push(`Y += K[${u}, ${v}] * ${image}[${rows}, ${columns}]`);
  return { head: say("told_K", { cell, value: number(K[u][v]) }), sum: "", numpy };
}

// The outputs (which = 0) or the kernel entries (which = 1) of a list of readers, as one slice.
function pairSlice(pairs, which, k = 0, s = null) {
  const turn = (a) => (which && s.convolution ? k - 1 - a : a);
  const first = turn(pairs[0][which]);
  return slice(first, pairs.length, pairs.length > 1 ? turn(pairs[1][which]) - first : 1);
}

function sizeLine(I, i, k, size, s, o) {
  const room = i + 2 * s.padding - s.dilation * (size - 1) - 1;
  return {
    name: `${I}′`,
    rule: `${I}′ = ⌊(${I} + 2p − d(${k} − 1) − 1) / s⌋ + 1`,
    numbers: `⌊(${i} + 2·${s.padding} − ${s.dilation}·(${size} − 1) − 1) / ${s.stride}⌋ + 1`
      + ` = ⌊${room} / ${s.stride}⌋ + 1 = ${o - 1} + 1 = ${o}`,
  };
}
