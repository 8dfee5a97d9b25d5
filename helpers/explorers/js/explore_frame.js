// Everything the explorer of a reader's own code shows, as plain data: frame(state). No DOM here.
// helpers/explorers/explore_frame.py says the same in Python; a test keeps the two equal.
import { clamped, define, given } from "./explore_numbers.js";
import { EXPLORE_TEXTS } from "./explore_texts.js";
import { largest, number } from "./number.js";
import { OPERATIONS } from "./explore_operations.js";
import { speaker } from "./texts.js";

const TOLERANCE = 1e-4; // of the largest magnitude: what grading accepts
const NOT_FINITE = { nan: NaN, inf: Infinity, "-inf": -Infinity }; // JSON has none of them

export function frame(state) {
  const s = clamped(state);
  const say = speaker(s.language, EXPLORE_TEXTS);
  const { arguments: names, results } = OPERATIONS[s.operation];
  const values = given(s);
  const right = define(s.operation, values);
  const { answer } = s;
  const fresh = JSON.stringify(answer.arguments) === JSON.stringify(values);
  const grids = names.flatMap((name, n) => (Array.isArray(values[n]) ? [inputGrid(name, values[n], say)] : []));
  grids.slice(0, -1).forEach((one) => (one.sign = ",")); // as between the arguments of a call
  const told = { head: "", sum: "", numpy: [] };
  let wrong = 0;
  let all = 0;
  let misfit = "";
  const at = lit(s, results, right);
  results.forEach((name, n) => {
    const mine = (answer.results || [])[n]?.map((row) => row.map((v) => NOT_FINITE[v] ?? v));
    const expected = right[n];
    const fits = mine && mine.length === expected.length && mine[0].length === expected[0].length;
    const compared = fresh && fits;
    const differs = compared
      ? mine.map((row, i) => row.map((v, j) => !(Math.abs(v - expected[i][j]) <= TOLERANCE * largest(expected)))) : [];
    const count = differs.flat().filter(Boolean).length;
    const shown = mine || expected.map((row) => row.map(() => 0));
    const marks = shown.map((row, i) => row.map((_, j) => [
      !mine ? "later" : compared && differs[i][j] ? "wrong" : "",
      at && at.part === n && fits && at.i === i && at.j === j ? "focus" : "",
    ]));
    const plain = expected.map((row, i) => row.map((_, j) =>
      [at && at.part === n && at.i === i && at.j === j ? "focus" : ""]));
    const scale = largest(expected);
    const note = mine ? size(say, mine) : say("note_none");
    grids.push(
      grid(`my_${name}`, say("title_mine", { name }), note, shown, marks, scale, 1 + n),
      grid(`right_${name}`, say("title_right", { name }), size(say, expected), expected, plain, scale, 1 + n),
    );
    grids.at(-2).sign = !compared ? " " : count ? "≠" : "=";
    if (fresh && mine && !fits) {
      misfit ||= say("misfit", { name, got: size(say, mine), expected: size(say, expected) });
    }
    wrong += count;
    all += expected.length * expected[0].length;
    if (at && at.part === n) {
      told.head = compared
        ? say(differs[at.i][at.j] ? "told_wrong" : "told_right", {
          cell: `${name}[${at.i}, ${at.j}]`, got: number(mine[at.i][at.j]), expected: number(expected[at.i][at.j]),
        })
        : say("told_only", { cell: `${name}[${at.i}, ${at.j}]`, expected: number(expected[at.i][at.j]) });
    }
  });
  const verdict = fresh ? judge(answer, say, wrong, all, misfit) : { kind: "waiting", text: say("waiting"), lines: [] };
  const printed = fresh ? answer.printed || "" : "";
  return {
    grids, told, verdict, printed,
    signs: grids.map((one) => one.sign),
    caption: [verdict.text, ...verdict.lines, told.head].filter(Boolean),
    call: `${s.function}(${names.map((name, n) => (Array.isArray(values[n]) ? name : `${name}=${values[n]}`)).join(", ")})`,
    hint: say("hint"),
    at: "", pinned: at !== null && s.pin === at.name, lit: false,
  };
}

const size = (say, M) => say("note", { rows: M.length, columns: M[0].length });

function judge(answer, say, wrong, all, misfit) {
  if (answer.kind !== "done") {
    const lines = answer.line ? [answer.line] : [];
    return { kind: "bad", text: say(`kind_${answer.kind}`, { text: answer.text }), lines };
  }
  if (misfit) return { kind: "bad", text: misfit, lines: [] };
  if (wrong) return { kind: "bad", text: say("kind_wrong", { count: wrong, all }), lines: [] };
  return { kind: "good", text: say("kind_right", { all }), lines: [] };
}

function inputGrid(name, values, say) {
  return grid(name, name, size(say, values), values, values.map((row) => row.map(() => [])), largest(values), 0, true);
}

function grid(id, title, note, values, marks, scale, row, editable = false) {
  return {
    id, title, note, values, scale, row, editable, first: 0, sign: "",
    marks: marks.map((line) => line.map((cell) => cell.filter(Boolean).join(" "))),
  };
}

// The lit cell of a result, in the reader's grid or the definition's.
function lit(s, results, right) {
  for (const name of [s.pin, s.look]) {
    const [id, i, j] = (name || "").split(" ").map((v, n) => (n ? Number(v) : v));
    const part = results.indexOf(id.replace(/^(my|right)_/, ""));
    if (part >= 0 && id.includes("_") && (right[part][i] || [])[j] !== undefined) return { name, part, i, j };
  }
  return null;
}
