// Kernels to choose from, in the order of the list. Strict JSON: Python reads it too.
export const PRESETS = {
  "own": null,
  "sheet1": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
  "sheet2": [[1, 0], [0, 1]],
  "sheetB": [[4, 3, 3], [5, 5, 5], [2, 4, 3]],
  "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  "vertical": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
  "horizontal": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
  "outline": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
  "blur": [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]],
  "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
};
