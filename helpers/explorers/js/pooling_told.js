// What is said of a lit cell of the pooling explorer, in words, as a sum, and in NumPy.
import { number } from "./number.js";
import { signedPowerSum } from "./pooling.js";
import { AVERAGE, LP, ofPixels, windowsAt } from "./pooling_numbers.js";
import { slice } from "./slices.js";
import { equality, equals, factor, joined, written } from "./sums.js";

const size = (x) => (x < 0 ? `|${written(x)}|` : written(x)); // |x|, with bars only where they matter
const add = (v) => v.reduce((sum, x) => sum + x, 0);

export function tell(c, say, at) {
  const words = ofPixels(at.grid) ? tellPixel(c, say, at) : WINDOW[at.grid](c, say, at, c.window(at.i, at.j));
  return { sum: "", numpy: [], ...words };
}

const cellName = (at) => `${at.grid}[${at.i}, ${at.j}]`;
const view = (c, at, name = "X") =>
  `${name}[${slice(c.s.stride * at.i, c.s.size)}, ${slice(c.s.stride * at.j, c.s.size)}]`;
const argmax = (c, at) => {
  const image = c.s.kind_index === LP ? `np.abs(${view(c, at)})` : view(c, at);
  return `a, b = np.unravel_index(np.argmax(${image}), (${c.s.size}, ${c.s.size}))`;
};
const place = (c, at, name) => `${name}[${c.s.stride * at.i} + a, ${c.s.stride * at.j} + b]`;
const over = (c) => (c.s.mean || c.s.kind_index === AVERAGE ? ` / ${c.s.size ** 2}` : "");

// Where the winner stands, and how many entries are as large.
function winnerOf(c, at, v) {
  const [r, k] = c.wins[at.i][at.j];
  const sizes = c.s.kind_index === LP ? v.map(Math.abs) : v;
  const most = Math.max(...sizes);
  return { winner: `X[${r}, ${k}]`, ties: sizes.filter((x) => x === most).length };
}

function powers(c, v, write) {
  return `(${joined(v.map((x) => `${write(x)}^${c.label}`), " + ")})`;
}

// One function for each grid shaped like Y.
const WINDOW = {
  Y(c, say, at, v) {
    const { s } = c;
    const value = c.Y[at.i][at.j];
    const all = { cell: cellName(at), value: number(value), count: v.length };
    if (c.wins) {
      const won = winnerOf(c, at, v);
      const lp = s.kind_index === LP;
      const key = won.ties > 1 ? "told_Y_tie" : lp ? "told_Y_largest" : "told_Y_max";
      return {
        head: say(key, { ...all, ...won }),
        sum: equals(`max(${joined(v.map(lp ? size : written), ", ")})`, v, value),
        numpy: [`${all.cell} = np.max(${lp ? `np.abs(${view(c, at)})` : view(c, at)})`],
      };
    }
    if (s.kind_index === AVERAGE) {
      const [total, count] = [add(v), v.length];
      return {
        head: say("told_Y_average", all),
        sum: equals(equals(`(${joined(v.map(factor), " + ")}) / ${count}`, v, total) + ` / ${count}`, [total], value),
        numpy: [`${all.cell} = np.mean(${view(c, at)})`],
      };
    }
    const sizes = v.map(Math.abs);
    const total = add(sizes);
    return {
      head: say(s.mean ? "told_Y_lp" : "told_Y_lp_sum", {
        ...all, largest: number(Math.max(...sizes)), one: number(s.mean ? total / v.length : total),
      }),
      sum: equals(
        s.mean ? `(${powers(c, v, size)} / ${v.length})^(1/${c.label})` : `${powers(c, v, size)}^(1/${c.label})`, v, value,
      ),
      numpy: [`${all.cell} = np.${s.mean ? "mean" : "sum"}(np.abs(${view(c, at)}) ** ${c.label}) ** (1 / ${c.label})`],
    };
  },
  I(c, say, at, v) {
    const [r, k] = c.wins[at.i][at.j];
    const flat = r * c.s.W + k;
    return {
      head: say("told_I", { cell: cellName(at), value: flat, winner: winnerOf(c, at, v).winner }),
      sum: `${r}·${c.s.W} + ${k} = ${flat}`,
      numpy: [
        argmax(c, at),
        `${cellName(at)} = np.ravel_multi_index((${c.s.stride * at.i} + a, ${c.s.stride * at.j} + b), X.shape)`,
      ],
    };
  },
  T(c, say, at, v) {
    const value = c.T[at.i][at.j];
    const all = { cell: cellName(at), value: number(value), p: c.label };
    if (c.p === Infinity) {
      return {
        head: say("told_T_largest", all), sum: equals(`max(${joined(v.map(size), ", ")})`, v, value),
        numpy: [`${all.cell} = np.max(np.abs(${view(c, at)}))`],
      };
    }
    const total = signedPowerSum(v, c.p);
    const key = Number.isNaN(total) ? "told_T_entry_nan" : Number.isNaN(value) ? "told_T_sum_nan" : "told_T";
    return {
      head: say(key, { ...all, sum: number(total) }),
      sum: equals(`${powers(c, v, factor)}^(1/${c.label})\u00a0${equality([...v, total])}\u00a0${factor(total)}^(1/${c.label})`, [total], value),
      numpy: [`${all.cell} = np.sum(${view(c, at)} ** ${c.label}) ** (1 / ${c.label})`],
    };
  },
  dY(c, say, at, v) {
    const g = c.dY[at.i][at.j];
    const all = { cell: cellName(at), value: number(g), count: v.length };
    if (c.s.kind_index === LP && v.every((x) => x === 0)) return { head: say("told_dY_zero", all) };
    if (c.wins) {
      const won = winnerOf(c, at, v);
      const sign = c.s.kind_index === LP ? ` * np.sign(${place(c, at, "X")})` : "";
      return {
        head: say(won.ties > 1 ? "told_dY_tie" : "told_dY_winner", { ...all, ...won }),
        numpy: [argmax(c, at), `${place(c, at, "dX")} += ${all.cell}${sign}`],
      };
    }
    const shares = c.op.shares(g, v);
    if (c.s.kind_index === AVERAGE) {
      return {
        head: say("told_dY_average", all), sum: equals(`${written(g)} / ${v.length}`, [g], shares[0]),
        numpy: [`${view(c, at, "dX")} += ${all.cell} / ${v.length}`],
      };
    }
    const y = `Y[${at.i}, ${at.j}]`;
    return {
      head: say("told_dY_lp", all),
      sum: say("shares", { list: joined(shares.map((x) => number(x)), ", ") }),
      numpy: [
        `x = ${view(c, at)}`,
        `${view(c, at, "dX")} += ${all.cell} * np.sign(x) * (np.abs(x) / ${y}) ** (${c.label} - 1)${over(c)}`,
      ],
    };
  },
};

function tellPixel(c, say, at) {
  const { s } = c;
  const inside = windowsAt(c, at);
  const mine = (i, j) => String(c.wins[i][j]) === `${at.i},${at.j}`;
  const wins = c.wins ? inside.filter(([i, j]) => mine(i, j)) : inside;
  const x = c.X[at.i][at.j];
  const windows = (name) =>
    `${name}[${slice(...c.holders(at.i, s.rows))}, ${slice(...c.holders(at.j, s.columns))}]`;
  const all = { cell: cellName(at), count: inside.length, wins: wins.length };
  if (at.grid === "X") {
    const head = say(c.wins ? "told_X_wins" : "told_X", { ...all, value: number(x) });
    if (!inside.length) return { head };
    const entry = s.kind_index === LP ? `np.abs(${all.cell})` : all.cell;
    if (c.wins) return { head, numpy: [`${windows("Y")} = np.maximum(${windows("Y")}, ${entry})`] };
    if (s.kind_index === AVERAGE) return { head, numpy: [`${windows("Y")} += ${entry} / ${s.size ** 2}`] };
    return {
      head,
      numpy: [`${windows("S")} += ${entry} ** ${c.label}${over(c)}`, `Y = S ** (1 / ${c.label})`],
    };
  }
  const value = c[at.grid][at.i][at.j];
  const far = wins.filter(([i, j]) => !s.step || i * s.columns + j < s.step); // what Play has reached
  const so_far = { ...all, value: number(value), pays: far.length };
  if (at.grid === "dT") {
    const head = say(Number.isNaN(value) ? "told_dT_nan" : "told_dT", so_far);
    const safe = inside.length && c.p !== Infinity && inside.every(([i, j]) => c.T[i][j] !== 0);
    if (!safe) return { head };
    const slopes = `${windows("dY")} * ${windows("T")} ** (1 - ${c.label})`;
    return { head, numpy: [`${all.cell} = X[${at.i}, ${at.j}] ** (${c.label} - 1) * np.sum(${slopes})`] };
  }
  const head = say(s.step ? "told_dX_so_far" : "told_dX", so_far);
  if (!inside.length) return { head };
  const paid = far.map(([i, j]) => {
    const n = (at.i - s.stride * i) * s.size + at.j - s.stride * j;
    return c.op.shares(c.dY[i][j], c.window(i, j))[n];
  });
  return {
    head,
    sum: far.length ? equals(joined(paid.map(factor), " + "), paid, value) : "",
    numpy: [`${all.cell} = ${paidLine(c, at, x, windows)}`],
  };
}

// dX at one entry, from all the windows that hold it, in NumPy.
function paidLine(c, at, x, windows) {
  const here = `X[${at.i}, ${at.j}]`;
  if (c.s.kind_index === LP && x === 0) return "0";
  const sign = c.s.kind_index === LP ? `np.sign(${here}) * ` : "";
  if (c.wins) return `${sign}np.sum(dY[I == ${at.i * c.s.W + at.j}])`;
  if (c.s.kind_index === AVERAGE) return `np.sum(${windows("dY")})${over(c)}`;
  return `${sign}np.sum(${windows("dY")} * (np.abs(${here}) / ${windows("Y")}) ** (${c.label} - 1))${over(c)}`;
}

export function sizeLine(I, i, s, o) {
  return {
    name: `${I}′`,
    rule: `${I}′ = ⌊(${I} − k) / s⌋ + 1`,
    numbers: `⌊(${i} − ${s.size}) / ${s.stride}⌋ + 1 = ⌊${i - s.size} / ${s.stride}⌋ + 1 = ${o - 1} + 1 = ${o}`,
  };
}

export function curveTold(curve, say) {
  return say(curve.mean ? "told_curve" : "told_curve_sum", {
    cell: curve.name, one: number(curve.one), largest: number(curve.largest),
    p: curve.stops[curve.at], value: number(curve.values[curve.at]),
  });
}
