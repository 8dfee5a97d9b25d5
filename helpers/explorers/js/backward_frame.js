// Everything the backward explorer shows, as plain data: frame(state). No DOM in this file.
// helpers/explorers/backward_frame.py says the same in Python; a test keeps the two equal.
import { DX, GATHER, LOSS, OWN, SCATTER, clamped, mistakeIn, numbers } from "./backward_numbers.js";
import { lightInput, lightKernel, ownCells } from "./backward_light.js";
import { tell } from "./backward_told.js";
import { largest } from "./number.js";
import { speaker } from "./texts.js";
import { BACKWARD_TEXTS } from "./backward_texts.js";

// Grids that stand for the same thing, so that a cell of the one lights the other's: by mode.
const TWINS = [
  { D: "D", G: "D", B: "D", N: "D", X: "D", dY: "dY", U: "dY", Y: "dY", T: "dY", S: "S", K: "K", R: "R" },
  { G: "K", B: "K", N: "K", K: "K", X: "X", dY: "dY", U: "dY", Y: "dY", T: "dY" },
];

export function frame(state) {
  const s = clamped(state);
  const say = speaker(s.language, BACKWARD_TEXTS);
  const n = numbers(s);
  const grids = s.mode === DX ? inputGrids(s, n, say) : kernelGrids(s, n, say);
  const shown = new Map(grids.map((one) => [one.id, one]));
  const at = lit(s, shown);
  if (s.step && s.walk === GATHER) hideLater(s, shown.get("G"));
  if (at) (s.mode === DX ? lightInput : lightKernel)(s, n, at, cross(shown));
  const verdicts = compare(s, n, say, shown);
  const why = n.wrong === "none" ? "" : say(`why_${n.wrong}`);
  const told = at ? tell(s, n, at, say) : { head: "", sum: "", numpy: [] };
  for (const one of grids) one.marks = one.marks.map((row) => row.map((cell) => cell.join(" ")));
  return {
    grids, verdicts, why, told,
    signs: grids.map((one) => one.sign),
    caption: [...verdicts.map(({ ok, text }) => `${ok ? "✓" : "✗"} ${text}`), why,
      told.head, told.sum, ...told.numpy].filter(Boolean),
    hint: say("hint"),
    at: s.step ? say(s.walk === SCATTER ? "at_scatter" : "at_gather", { position: s.step, all: s.step_max }) : "",
    pinned: at !== null && s.pin !== "" && s.pin === at.name,
    lit: at !== null,
  };
}

function grid(id, title, note, values, sign, row, { editable = false, first = 0, scale = 0 } = {}) {
  const marks = values.map((line) => line.map(() => []));
  return { id, title, note, values, sign, row, editable, first, marks, scale: scale || largest(values) };
}

function size(say, rows, columns) {
  return say("note", { rows, columns });
}

function padRim(s, one) {
  one.marks.forEach((row, u) => row.forEach((cell, v) => {
    const [r, c] = [u - s.padding, v - s.padding];
    if (r < 0 || c < 0 || r >= s.H || c >= s.W) cell.push("pad");
  }));
  return one;
}

function image(s, n, say, row, sign) {
  const p = s.padding;
  const Xp = Array.from({ length: s.H + 2 * p }, (_, u) => Array.from(
    { length: s.W + 2 * p }, (_, v) => (n.X[u - p] || [])[v - p] ?? 0));
  const note = say(p ? "note_padded" : "note", { rows: s.H, columns: s.W, padding: p });
  return padRim(s, grid("X", "X", note, Xp, sign, row, { editable: true, first: -p }));
}

const kernel = (s, n, say, row, sign) => grid("K", "K", size(say, s.h, s.w), n.K, sign, row, { editable: true });

// dY; where it is wrong, the right one before it, or after it: it has no part in what is computed.
function upstreamGrids(s, n, say, row, sign, after = false) {
  const [note, editable] = [size(say, s.rows, s.columns), s.upstream === OWN];
  if (!n.brokenY) return [grid("dY", "dY", note, n.dY, sign, row, { editable })];
  const name = "dY";
  const scale = largest(n.rightY);
  const broken = grid("dY", say("title_broken", { name }), note, n.used, after ? "=" : sign, row, { scale });
  const right = grid("U", say("title_right", { name }), note, n.rightY, after ? sign : "=", row, { editable });
  return after ? [broken, right] : [right, broken];
}

// X ⋆ K = Y − T, where dY comes from a loss.
function lossGrids(s, n, say) {
  return [
    image(s, n, say, 0, "⋆"), kernel(s, n, say, 0, "="),
    grid("Y", "Y", size(say, s.rows, s.columns), n.Y, "−", 0),
    grid("T", "T", say("note_T"), n.T, "", 0, { editable: true }),
  ];
}

function inputGrids(s, n, say) {
  const loss = s.upstream === LOSS;
  const [row, p] = [loss ? 1 : 0, s.padding];
  const around = { down: s.h - 1, across: s.w - 1, between: s.stride - 1 };
  const spreadNote = n.wrong === "no_zeros" ? "note_spread_broken" : s.stride > 1 ? "note_spread_stride" : "note_spread";
  const spread = grid("S", "dY₀", say(spreadNote, around), n.spread, "⋆", row);
  const own = ownCells(s, n);
  spread.marks.forEach((line, u) => line.forEach((cell, v) => own.has(`${u} ${v}`) || cell.push("pad")));
  const turned = say(n.wrong === "unrotated" ? "note_unturned" : "note_turned");
  const sized = { rows: s.H, columns: s.W };
  const title = (id, name) => (mistakeIn(id, n) === "none" ? name : say("title_broken", { name }));
  const note = say(p ? "note_cut" : "note", sized);
  const results = [
    padRim(s, grid("D", title("D", say("title_scatter")), note, n.stamps, " ", row + 1, { first: -p })),
    padRim(s, grid("G", title("G", say("title_gather")), note, n.gathered, " ", row + 1, { first: -p })),
  ];
  if (n.wrong !== "none") {
    results.push(grid("B", say("title_right", { name: "dX" }), say("note", sized), n.right, " ", row + 1));
  }
  results.push(grid("N", say("title_numeric", { name: "dX" }), say("note_numeric"), n.numeric, "", row + 1));
  for (const one of results) one.scale = largest(n.numeric);
  return [
    ...(loss ? lossGrids(s, n, say) : []),
    ...upstreamGrids(s, n, say, row, loss ? "│" : "·"),
    ...(loss ? [] : [kernel(s, n, say, row, "│")]),
    spread, grid("R", n.wrong === "unrotated" ? "K" : "K ↻", turned, n.turned, "", row), ...results,
  ];
}

function kernelGrids(s, n, say) {
  const loss = s.upstream === LOSS;
  const first = loss ? lossGrids(s, n, say) : [image(s, n, say, 0, "⋆")];
  const row = loss ? 1 : 0;
  const broken = n.wrong !== "none";
  const name = "dK";
  const title = broken ? say("title_broken", { name }) : name;
  const note = size(say, s.h, s.w);
  const results = [grid("G", title, note, n.gradient, " ", row)];
  if (broken) results.push(grid("B", say("title_right", { name }), note, n.right, " ", row));
  results.push(grid("N", say("title_numeric", { name }), say("note_numeric"), n.numeric, "", row));
  for (const one of results) one.scale = largest(n.numeric);
  const upstream = n.brokenY && !loss ? upstreamGrids(s, n, say, row, "│", true)
    : upstreamGrids(s, n, say, row, loss ? "→" : "=");
  return [...first, ...upstream, ...results];
}

// The lit cell: {name, kind, i, j}; kind is the grid it stands for, see TWINS.
function lit(s, shown) {
  for (const name of [s.pin, s.look]) {
    const [id, i, j] = (name || "").split(" ").map((v, k) => (k ? Number(v) : v));
    const one = shown.get(id);
    if (!one || !((one.marks[i - one.first] || [])[j - one.first])) continue;
    return { name, id, kind: TWINS[s.mode][id], i, j };
  }
  if (s.step === 0) return null;
  const [id, width] = s.walk === SCATTER ? ["dY", s.columns] : ["G", s.mode === DX ? s.W : s.w];
  const [i, j] = [Math.floor((s.step - 1) / width), (s.step - 1) % width];
  return { name: "", id, kind: TWINS[s.mode][id], i, j };
}

function hideLater(s, one) {
  const [rows, columns] = s.mode === DX ? [s.H, s.W] : [s.h, s.w];
  one.marks.forEach((row, u) => row.forEach((cell, v) => {
    const [i, j] = [u + one.first, v + one.first];
    const inside = i >= 0 && j >= 0 && i < rows && j < columns;
    if (inside && i * columns + j >= s.step) cell.push("later");
  }));
}

// mark(id, i, j, kind): nothing where a grid is not shown, or has no such cell.
function cross(shown) {
  return (id, i, j, kind) => {
    const one = shown.get(id);
    const cell = one && (one.marks[i - one.first] || [])[j - one.first];
    if (cell && !cell.includes(kind)) cell.push(kind);
  };
}

const close = (a, b, scale) => Math.abs(a - b) <= 1e-9 * scale;

// Marks what differs from the numeric gradient, puts = or ≠ between the results, and says so.
function compare(s, n, say, shown) {
  const scale = largest(n.numeric);
  if (n.brokenY) {
    const [dY, right] = ["dY", "U"].map((id) => shown.get(id));
    const first = s.mode === DX || s.upstream === LOSS ? right : dY;
    dY.values.forEach((row, i) => row.forEach((v, j) => {
      if (close(v, right.values[i][j], scale)) return;
      dY.marks[i][j].push("wrong");
      first.sign = "≠";
    }));
  }
  const within = (one) => one.values.slice(-one.first, one.values.length + one.first)
    .map((row) => row.slice(-one.first, row.length + one.first));
  const results = ["D", "G", "B"].filter((id) => shown.has(id)).map((id) => shown.get(id));
  const numeric = shown.get("N");
  const partial = s.step > 0 && s.step < s.step_max;
  const unfinished = (one) => partial && one.id === (s.mode === DX && s.walk === SCATTER ? "D" : "G");
  const differing = (one, other) => {
    const [mine, theirs] = [within(one), within(other)];
    return mine.flatMap((row, i) => row.flatMap((v, j) => (close(v, theirs[i][j], scale) ? [] : [[i, j]])));
  };
  const verdicts = [];
  const all = numeric.values.length * numeric.values[0].length;
  [...results, numeric].forEach((one, k, list) => {
    const next = list[k + 1];
    if (!next || unfinished(one) || unfinished(next)) return;
    const count = differing(one, next).length;
    one.sign = count ? "≠" : "=";
    verdicts.push({
      ok: count === 0,
      text: say(count ? "differ" : "agree", { one: one.title, other: next.title, count, all }),
    });
  });
  for (const one of results) {
    if (!unfinished(one)) for (const [i, j] of differing(one, numeric)) one.marks[i - one.first][j - one.first].push("wrong");
  }
  return verdicts;
}
