// Who depends on whom in the chain: every computed entry is a sum of products of two entries.
// helpers/explorers/two_kernels_light.py says the same in Python.

// out[i, j] adds up over[i + a, j + b] · by[a, b] ("valid"), or over[i − a, j − b] · by[a, b]
// ("full", an input gradient). dresult2 is the loss's own.
export const OPERATIONS = {
  result1: { kind: "valid", over: "X", by: "K1" },
  result2: { kind: "valid", over: "result1", by: "K2" },
  dresult2: { kind: "loss", over: "result2", by: "reference" },
  dK2: { kind: "valid", over: "result1", by: "dresult2" },
  dresult1: { kind: "full", over: "dresult2", by: "K2" },
  dK1: { kind: "valid", over: "X", by: "dresult1" },
  dX: { kind: "full", over: "dresult1", by: "K1" },
};

const shape = (M) => [M.length, M[0].length];

// The products that an entry adds up, as pairs of indices [[r, c], [a, b]] into `over` and `by`.
export function products(numbers, id, i, j) {
  const { kind, over, by } = OPERATIONS[id];
  if (kind === "loss") return [[[i, j], [i, j]]];
  const pairs = [];
  if (kind === "valid") {
    const [h, w] = shape(numbers[by]);
    for (let a = 0; a < h; a++) for (let b = 0; b < w; b++) pairs.push([[i + a, j + b], [a, b]]);
    return pairs;
  }
  const [rows, columns] = reached(numbers, id, i, j);
  for (const r of rows) for (const c of columns) pairs.push([[r, c], [i - r, j - c]]);
  return pairs;
}

// The rows and the columns of `over` that a full correlation reads for an entry.
function reached(numbers, id, i, j) {
  const { over, by } = OPERATIONS[id];
  const [H, W] = shape(numbers[over]);
  const [h, w] = shape(numbers[by]);
  return [range(Math.max(0, i - h + 1), Math.min(i, H - 1)), range(Math.max(0, j - w + 1), Math.min(j, W - 1))];
}

export function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

// The windows of a valid correlation that an entry of `over` is in: their rows and columns.
export function windowsWith(numbers, id, i, j) {
  const [h, w] = shape(numbers[OPERATIONS[id].by]);
  const [rows, columns] = shape(numbers[id]);
  return [range(Math.max(0, i - h + 1), Math.min(i, rows - 1)), range(Math.max(0, j - w + 1), Math.min(j, columns - 1))];
}

// What a grid goes on to: forward for values, backward for gradients.
export const NEXT = {
  X: ["result1"], K1: ["result1"], result1: ["result2"], K2: ["result2"], result2: ["dresult2"],
  reference: ["dresult2"], dresult2: ["dK2", "dresult1"], dresult1: ["dK1", "dX"],
};

// Marks the lit entry "focus", what it is made of "source" (and what that is made of "deep"), and
// what is made of it "target"; `at.terms` counts the products added so far.
export function light(numbers, marks, at) {
  const { grid, i, j } = at;
  const add = (id, r, c, mark) => marks[id][r][c].includes(mark) || marks[id][r][c].push(mark);
  add(grid, i, j, "focus");
  if (grid in OPERATIONS) {
    const { over, by } = OPERATIONS[grid];
    products(numbers, grid, i, j).forEach(([[r, c], [a, b]], n, all) => {
      const mark = at.terms === all.length || n < at.terms - 1
        ? "source" : n === at.terms - 1 ? "source now" : "source wait";
      add(over, r, c, mark);
      add(by, a, b, mark);
      for (const [id, u, v] of [[over, r, c], [by, a, b]]) {
        if (!(id in OPERATIONS)) continue;
        for (const [[r2, c2], [a2, b2]] of products(numbers, id, u, v)) {
          add(OPERATIONS[id].over, r2, c2, "deep");
          add(OPERATIONS[id].by, a2, b2, "deep");
        }
      }
    });
  }
  for (const id of NEXT[grid] || []) lightTargets(numbers, add, id, at);
}

function lightTargets(numbers, add, id, { grid, i, j }) {
  const { kind, over, by } = OPERATIONS[id];
  const [rows, columns] = shape(numbers[id]);
  const input = !(grid in OPERATIONS); // X, K1 and K2 have no sources: their partners are told
  if (kind === "loss") return add(id, i, j, "target");
  if (grid === by) { // every entry of the output uses it
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        add(id, r, c, "target");
        if (input) add(over, i + r, j + c, "source");
      }
    }
  } else if (kind === "valid") {
    const [down, across] = windowsWith(numbers, id, i, j);
    for (const r of down) {
      for (const c of across) {
        add(id, r, c, "target");
        if (input) add(by, i - r, j - c, "source");
      }
    }
  } else {
    const [h, w] = shape(numbers[by]);
    for (let a = 0; a < h; a++) for (let b = 0; b < w; b++) add(id, i + a, j + b, "target");
  }
}
