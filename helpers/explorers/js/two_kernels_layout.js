// Where the grids of the chain stand, by the width there is: in one line with each gradient beneath
// its value, in two lines, in pairs, or all below each other. Names are areas of a CSS grid; s1 … s5
// are the signs between values, t1 … t5 those between gradients.
const SIGN = 34, LOSS = 108; // pixels

const LAYOUTS = [
  ["wide", 26, [
    "X s1 K1 s2 result1 s3 K2 s4 result2 s5 reference", "dX t1 dK1 t2 dresult1 t3 dK2 t4 dresult2 t5 loss"]],
  ["bands", 22, [
    "X s1 K1 s2 result1 s3", "dX t1 dK1 t2 dresult1 t3", "K2 s4 result2 s5 reference .", "dK2 t4 dresult2 t5 loss ."]],
  ["pairs", 18, ["X dX", "K1 dK1", "result1 dresult1", "K2 dK2", "result2 dresult2", "reference loss"]],
  ["single", 0, [
    "X", "dX", "K1", "dK1", "result1", "dresult1", "K2", "dK2", "result2", "dresult2", "reference", "loss"]],
];

// sizes: pixels of a cell, the largest first; held: the layout that must not grow wider, or "";
// sideOf(grid, size): pixels of a cell of this grid, which may need larger ones
// -> {name, size, template}
export function layout(grids, width, sizes, held, sideOf) {
  const of = new Map(grids.map((grid) => [grid.id, grid]));
  const first = Math.max(0, LAYOUTS.findIndex(([name]) => name === held));
  for (const [name, least, rows] of LAYOUTS.slice(first)) {
    const areas = rows.map((row) => row.split(" "));
    const columns = areas[0].map((_, n) => areas.map((row) => row[n]));
    const isSign = columns.map((column) => column.some((area) => /^[st]\d$/.test(area)));
    const taken = (px) => columns.reduce((sum, column, n) => sum + (isSign[n] ? SIGN
      : Math.max(...column.map((area) => (of.has(area) ? wide(of.get(area), sideOf(of.get(area), px)) : LOSS)))), 0);
    const gaps = name === "pairs" ? 20 : 0;
    const size = sizes.find((px) => taken(px) + gaps + 12 <= width && px >= least);
    if (!size && name !== "single") continue;
    const tracks = isSign.map((sign) => (sign ? `${SIGN}px` : "max-content"));
    return {
      name, size: size || sizes.at(-1),
      template: `${rows.map((row) => `"${row}"`).join(" ")} / ${tracks.join(" ")}`,
    };
  }
}

// A grid is as wide as its cells or its title.
const wide = (grid, side) => Math.max(grid.values[0].length * side + 2, 9 * grid.title.length + 2);
