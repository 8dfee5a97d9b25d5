// Everything the pooling explorer shows, as plain data: frame(state). No DOM in this file.
// helpers/explorers/pooling_frame.py says the same in Python; a test keeps the two equal.
import { largest } from "./number.js";
import { lpValue, poolSize, torchLpValue } from "./pooling.js";
import { LP, computed, exponent, ofPixels, windowsAt } from "./pooling_numbers.js";
import { P_STOPS } from "./pooling_stops.js";
import { POOLING_EXPLORER_TEXTS } from "./pooling_explorer_texts.js";
import { curveTold, sizeLine, tell } from "./pooling_told.js";
import { speaker } from "./texts.js";

export const MOST = { H: 16, W: 16, size: 6, stride: 4 };

// The state with every size brought into its bounds, and the bounds that depend on other sizes.
export function clamped(state) {
  const s = { ...state };
  const within = (name, most) => (s[name] = Math.max(1, Math.min(s[name], most)));
  for (const name of ["H", "W", "stride"]) within(name, MOST[name]);
  s.size_max = Math.min(MOST.size, s.H, s.W);
  within("size", s.size_max);
  s.p_stop = Math.max(0, Math.min(s.p_stop, P_STOPS.length - 1));
  s.not_lp = s.kind_index !== LP;
  s.rows = poolSize(s.H, s.size, s.stride);
  s.columns = poolSize(s.W, s.size, s.stride);
  s.step_max = s.rows * s.columns;
  s.step = Math.max(0, Math.min(s.step, s.step_max));
  return s;
}

const blank = (rows, columns) => Array.from({ length: rows }, () => Array.from({ length: columns }, () => []));

// The cell whose dependencies are lit: the pinned one, else the one looked at, else the window
// that Play has reached.
function lit(s, shown) {
  for (const text of [s.pin, s.look]) {
    const [grid, i, j] = (text || "").split(" ").map((v, n) => (n ? Number(v) : v));
    const [rows, columns] = ofPixels(grid) ? [s.H, s.W] : [s.rows, s.columns];
    if (shown.includes(grid) && i >= 0 && j >= 0 && i < rows && j < columns) return { grid, i, j };
  }
  if (s.step === 0) return null;
  return { grid: s.backward ? "dY" : "Y", i: Math.floor((s.step - 1) / s.columns), j: (s.step - 1) % s.columns };
}

export function frame(state) {
  const s = clamped(state);
  const say = speaker(s.language, POOLING_EXPLORER_TEXTS);
  const c = computed(s);
  const values = { X: c.X, Y: c.Y };
  if (c.wins) values.I = c.wins.map((row) => row.map(([r, k]) => r * s.W + k));
  if (c.T) values.T = c.T;
  if (s.backward) Object.assign(values, { dX: c.dX, dY: c.dY });
  if (c.dT) values.dT = c.dT;
  const ids = Object.keys(values);
  const at = lit(s, ids);
  const marks = Object.fromEntries(ids.map((id) => [id, blank(values[id].length, values[id][0].length)]));
  const missing = markImage(c, marks);
  if (at) (ofPixels(at.grid) ? lightPixel : lightWindow)(c, marks, at, ids);
  if (s.step) {
    for (const id of s.backward ? ["dY"] : ids.filter((one) => !ofPixels(one))) {
      marks[id].forEach((row, i) => row.forEach((cell, j) => {
        if (i * s.columns + j >= s.step) cell.push("later");
      }));
    }
  }
  const told = at ? tell(c, say, at) : { head: "", sum: "", numpy: [] };
  const sizes = [sizeLine("H", s.H, s, s.rows), sizeLine("W", s.W, s, s.columns)];
  const [rows, columns] = missing.map((axis) => axis.join(", ") || say("none"));
  const unused = missing.flat().length ? say("unused", { rows, columns }) : "";
  const curve = s.kind_index === LP ? curveOf(c, say, at) : null;
  return {
    grids: ids.map((id) => grid(c, say, id, values[id], marks[id])),
    signs: ids.map((id) => ({ X: "→", Y: values.I || values.T ? "\u00a0" : "", dX: "←", dY: c.dT ? "→" : "" })[id] || ""),
    sizes, unused, told, curve,
    caption: [
      ...sizes.map((size) => `${size.name} = ${size.numbers}`), unused,
      told.head, told.sum, ...told.numpy, curve ? curve.told : "",
    ].filter(Boolean),
    hint: say(s.backward ? "hint_backward" : "hint"),
    at: s.step ? say("at", { position: s.step, all: s.step_max }) : "",
    pinned: at !== null && s.pin === `${at.grid} ${at.i} ${at.j}`,
    lit: at !== null,
  };
}

// Marks X's winners and what no window reads, and returns the rows and columns in none.
function markImage(c, marks) {
  const { s } = c;
  const unread = (size, outputs) =>
    Array.from({ length: size }, (_, r) => r).filter((r) => !c.holders(r, outputs)[1]);
  const missing = [unread(s.H, s.rows), unread(s.W, s.columns)];
  for (const id of Object.keys(marks).filter(ofPixels)) {
    marks[id].forEach((row, r) => row.forEach((cell, k) => {
      if (missing[0].includes(r) || missing[1].includes(k)) cell.push("unused");
    }));
  }
  const won = new Set(c.wins ? c.wins.flat().map(String) : []);
  marks.X.forEach((row, r) => row.forEach((cell, k) => won.has(`${r},${k}`) && cell.push("won")));
  return missing;
}

// The cell itself is "focus", what it is made of "source", what is made of it "target"; "now" is
// the winner.
function lightWindow(c, marks, at, ids) {
  const v = c.window(at.i, at.j);
  const first = c.op.winner ? c.op.winner(v) : -1;
  for (const id of ids.filter((one) => !ofPixels(one))) {
    marks[id][at.i][at.j].push(id === at.grid ? "focus" : at.grid === "dY" ? "source" : "target");
  }
  v.forEach((_, n) => {
    const [r, k] = c.place(at.i, at.j, n);
    marks.X[r][k].push(n === first ? "source now" : "source");
    if (marks.dX && (!c.wins || n === first)) marks.dX[r][k].push("target");
    if (marks.dT && (!c.wins || n === first)) marks.dT[r][k].push("target");
  });
}

function lightPixel(c, marks, at, ids) {
  const forward = at.grid === "X";
  for (const id of ids.filter(ofPixels)) {
    marks[id][at.i][at.j].push(id === at.grid ? "focus" : forward ? "target" : "source");
  }
  for (const [i, j] of windowsAt(c, at)) {
    const won = c.wins && String(c.wins[i][j]) === `${at.i},${at.j}`;
    for (const id of ids.filter((one) => !ofPixels(one))) {
      if (id === "dY" && c.wins && !won) continue;
      marks[id][i][j].push((forward && id !== "dY" ? "target" : "source") + (won ? " now" : ""));
    }
  }
}

function grid(c, say, id, values, marks) {
  const { s } = c;
  const size = { rows: values.length, columns: values[0].length, W: s.W };
  const key = id === "X" && c.wins ? "note_X_won" : `note_${id}`;
  // X and Y share a scale, so that equal numbers look equal; a place in X is no magnitude.
  const scale = id === "I" ? 1e12 : id.startsWith("d") ? largest(c.dY, c.dX) : largest(c.X, c.Y);
  return {
    id, title: id, note: say(key, size), values, scale, first: 0,
    editable: id === "X" || id === "dY", row: id.startsWith("d") ? 1 : 0,
    marks: marks.map((row) => row.map((cell) => cell.join(" "))),
  };
}

// The value of one window at every stop of p: of the lit window, else of the first.
function curveOf(c, say, at) {
  const { s } = c;
  const [i, j] = !at ? [0, 0] : !ofPixels(at.grid) ? [at.i, at.j] : windowsAt(c, at)[0] || [0, 0];
  const v = c.window(i, j);
  const sizes = v.map(Math.abs);
  const total = sizes.reduce((sum, x) => sum + x, 0);
  const curve = {
    name: `Y[${i}, ${j}]`, stops: P_STOPS, at: s.p_stop, mean: s.mean,
    values: P_STOPS.map((label) => lpValue(v, exponent(label), s.mean)),
    torch: s.pytorch ? P_STOPS.map((label) => torchLpValue(v, exponent(label))) : null,
    one: s.mean ? total / v.length : total, // the level at p = 1
    largest: Math.max(...sizes),
    start: say(s.mean ? "level_average" : "level_sum"), end: say("level_largest"),
    legend: say("legend_torch"),
  };
  return { ...curve, told: curveTold(curve, say) };
}
