// What is said of the lit entry, in words and in NumPy.
// helpers/explorers/two_kernels_told.py says the same in Python.
import { fixed, number } from "./number.js";
import { slice } from "./slices.js";
import { equals, factor, sumLine, total, written } from "./sums.js";
import { NEXT, OPERATIONS, products, windowsWith } from "./two_kernels_light.js";

// A loss: small ones keep their first digits.
export function precise(value) {
  if (value === 0 || value >= 1) return number(value);
  if (value < 1e-4) return value.toExponential(1).replace("e-", "e−");
  return fixed(value, 4).replace(/0+$/, "").replace(/\.$/, "");
}

// The products of an entry as pairs of numbers; the loss's gradient is twice a difference.
export function terms(numbers, id, i, j) {
  const { kind, over, by } = OPERATIONS[id];
  return products(numbers, id, i, j).map(([[r, c], [a, b]]) => {
    const [x, k] = [numbers[over][r][c], numbers[by][a][b]];
    return kind === "loss" ? [2, x - k] : [x, k];
  });
}

export function tell(numbers, say, at) {
  const { grid, i, j } = at;
  const cell = `${grid}[${i}, ${j}]`;
  const value = numbers[grid][i][j];
  if (!(grid in OPERATIONS)) return INPUTS[grid](numbers, say, { ...at, cell, value: number(value) });
  const { kind, over, by } = OPERATIONS[grid];
  if (kind === "loss") {
    const [x, k] = [numbers.result2[i][j], numbers.reference[i][j]];
    return {
      head: say("told", { cell, value: number(value) }),
      sum: equals(`2·(${written(x)} − ${factor(k)})`, [x, k], value),
      numpy: [`dresult2[${i}, ${j}] = 2 * (result2[${i}, ${j}] - reference[${i}, ${j}])`],
    };
  }
  const all = terms(numbers, grid, i, j);
  const shown = all.slice(0, at.terms);
  const so_far = number(total(shown));
  return {
    head: at.terms < all.length
      ? say("told_so_far", { cell, value: so_far, done: at.terms, all: all.length })
      : say("told", { cell, value: so_far }),
    sum: sumLine(shown),
    numpy: [`${cell} = np.sum(${window(numbers, grid, i, j)})`],
  };
}

// Two matrices of the same shape, multiplied entry by entry.
function window(numbers, id, i, j) {
  const { kind, over, by } = OPERATIONS[id];
  if (kind === "valid") {
    const [h, w] = [numbers[by].length, numbers[by][0].length];
    return `${over}[${slice(i, h)}, ${slice(j, w)}] * ${by}`;
  }
  const pairs = products(numbers, id, i, j);
  const [[r, c], [a, b]] = pairs[0];
  const [[r2, c2]] = pairs[pairs.length - 1];
  const [rows, columns] = [r2 - r + 1, c2 - c + 1];
  return `${over}[${slice(r, rows)}, ${slice(c, columns)}] * ${by}[${slice(a, rows, -1)}, ${slice(b, columns, -1)}]`;
}

const kernel = (numbers, say, { grid, cell, value, i, j }) => {
  const [id] = NEXT[grid];
  const { over } = OPERATIONS[id];
  const [rows, columns] = [numbers[id].length, numbers[id][0].length];
  return {
    head: say("told_kernel", { cell, value, output: id }), sum: "",
    numpy: [`${id} += ${cell} * ${over}[${slice(i, rows)}, ${slice(j, columns)}]`],
  };
};

const INPUTS = {
  K1: kernel,
  K2: kernel,
  X(numbers, say, { cell, value, i, j }) {
    const [rows, columns] = windowsWith(numbers, "result1", i, j);
    const [r, c] = [rows[0], columns[0]];
    const count = rows.length * columns.length;
    const turned = `K1[${slice(i - r, rows.length, -1)}, ${slice(j - c, columns.length, -1)}]`;
    return {
      head: say(count === 1 ? "told_X_one" : "told_X", { cell, value, count }), sum: "",
      numpy: [`result1[${slice(r, rows.length)}, ${slice(c, columns.length)}] += ${cell} * ${turned}`],
    };
  },
  reference(numbers, say, { cell, value, i, j }) {
    const [x, k] = [numbers.result2[i][j], numbers.reference[i][j]];
    return {
      head: say("told_reference", { cell, value, result: number(x) }),
      sum: equals(`(${written(x)} − ${factor(k)})²`, [x, k], (x - k) * (x - k)),
      numpy: [`loss += (result2[${i}, ${j}] - reference[${i}, ${j}]) ** 2`],
    };
  },
};
