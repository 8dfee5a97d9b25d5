// Everything the two-kernels explorer shows, as plain data: frame(state). No DOM in this file.
// helpers/explorers/two_kernels_frame.py says the same in Python; a test keeps the two equal.
import { largest } from "./number.js";
import { total } from "./sums.js";
import { speaker } from "./texts.js";
import { MOST_STEPS, PARAMETERS, chain, wayTo } from "./two_kernels_chain.js";
import { light } from "./two_kernels_light.js";
import { clamped, matrices, walk } from "./two_kernels_state.js";
import { precise, tell, terms } from "./two_kernels_told.js";
import { TWO_KERNELS_TEXTS } from "./two_kernels_texts.js";

const VALUES = ["X", "K1", "result1", "K2", "result2", "reference"];
const GRADIENTS = ["dX", "dK1", "dresult1", "dK2", "dresult2"];
const EDITABLE = ["X", "K1", "K2", "reference"];
const SIGNS = ["⋆", "=", "⋆", "=", "−", "", "", "←", "", "←", "←"]; // after each grid

export function frame(state) {
  const s = clamped(state);
  const say = speaker(s.language, TWO_KERNELS_TEXTS);
  const numbers = chain(matrices(s));
  const playing = s.step ? reached(s, numbers) : null;
  const at = pinned(s, numbers) || playing;
  const shown = { ...numbers };
  const marks = Object.fromEntries([...VALUES, ...GRADIENTS].map(
    (id) => [id, numbers[id].map((row) => row.map(() => []))]));
  if (at) light(numbers, marks, at);
  if (playing) hideLater(s, numbers, shown, marks, playing);
  const told = at ? tell(numbers, say, at) : { head: "", sum: "", numpy: [] };
  const plot = descent(s, say, numbers);
  const loss = { title: say("loss"), value: precise(numbers.loss), note: "Σ (result2 − reference)²" };
  // The loss is known when result2 is complete.
  const hidden = playing && ["result1", "result2"].includes(playing.grid);
  if (hidden) loss.value = "";
  return {
    grids: [...VALUES, ...GRADIENTS].map((id) => ({
      id, title: id, note: note(id, numbers[id]), values: shown[id], scale: largest(numbers[id]),
      editable: EDITABLE.includes(id), first: 0, row: id.startsWith("d") ? 1 : 0,
      marks: marks[id].map((row) => row.map((cell) => cell.join(" "))),
    })),
    signs: SIGNS,
    loss,
    plot,
    told,
    caption: [
      hidden ? "" : `${loss.title} = ${loss.note} = ${loss.value}`, ...plot.said, told.head, told.sum, ...told.numpy,
    ].filter(Boolean),
    hint: say("hint"),
    at: playing ? say("at", { grid: playing.grid, entry: playing.entry, all: playing.entries }) : "",
    pinned: at !== null && s.pin === `${at.grid} ${at.i} ${at.j}`,
    lit: at !== null,
  };
}

function note(id, M) {
  const size = `${M.length} × ${M[0].length}`;
  return id.startsWith("d") ? `∂L/∂${id.slice(1)}` : size;
}

// The pinned entry, else the one looked at.
function pinned(s, numbers) {
  for (const text of [s.pin, s.look]) {
    const [grid, i, j] = (text || "").split(" ").map((v, n) => (n ? Number(v) : v));
    if (![...VALUES, ...GRADIENTS].includes(grid) || (numbers[grid][i] || [])[j] === undefined) continue;
    return { grid, i, j, terms: Infinity };
  }
  return null;
}

// Where Play has come to: a grid, an entry of it, and how many of its products are added.
function reached(s, numbers) {
  let left = s.step - 1;
  for (const [grid, steps] of walk(s)) {
    if (left >= steps) {
      left -= steps;
      continue;
    }
    const [rows, columns] = [numbers[grid].length, numbers[grid][0].length];
    for (let n = 0; n < rows * columns; n++) {
      const [i, j] = [Math.floor(n / columns), n % columns];
      const all = terms(numbers, grid, i, j).length;
      const each = s.detail ? all : 1;
      if (left < each) {
        return { grid, i, j, terms: s.detail ? left + 1 : all, entry: n + 1, entries: rows * columns };
      }
      left -= each;
    }
  }
  return null;
}

function hideLater(s, numbers, shown, marks, { grid, i, j, terms: count }) {
  let passed = true;
  for (const [id] of walk(s)) {
    if (id === grid) passed = false;
    if (passed) continue;
    marks[id].forEach((row, r) => row.forEach((cell, c) => {
      if (id !== grid || r > i || (r === i && c > j)) cell.push("later");
    }));
  }
  shown[grid] = numbers[grid].map((row) => [...row]);
  shown[grid][i][j] = total(terms(numbers, grid, i, j).slice(0, count));
}

// The descent so far: the losses, and what is to be said of them.
function descent(s, say, numbers) {
  const { losses, diverged } = wayTo(numbers, s.descent);
  const steps = losses.length - 1;
  const [first, last] = [precise(losses[0]), precise(losses[steps])];
  const rising = steps > 0 && losses[steps] > losses[steps - 1];
  const idle = !(s.learn_K1 || s.learn_K2 || s.learn_X);
  const flat = !PARAMETERS.some((name) => s[`learn_${name}`] && numbers[`d${name}`].flat().some((v) => v !== 0));
  const said = [steps === 0 ? say("no_step", { last }) : say(steps === 1 ? "one_step" : "steps", { steps, first, last })];
  if (diverged) said.push(say("diverged"));
  else if (rising) said.push(say("rising"));
  else if (idle) said.push(say("idle"));
  else if (flat) said.push(say("flat"));
  else if (steps >= MOST_STEPS) said.push(say("enough"));
  return { losses, steps, kind: diverged ? "diverged" : rising ? "rising" : "falling", log: s.log_scale, rate: s.rate, said };
}
