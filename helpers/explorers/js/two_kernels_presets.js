// Examples to choose from, in the order of the list. Strict JSON: Python reads it too.
export const PRESETS = {
  "own": null,
  "sheet": {
    "X": [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]],
    "K1": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
    "K2": [[1, 0], [0, 1]],
    "reference": [[0, 0], [0, 0]]
  },
  "asymmetric": {
    "X": [[1, 2, 0, 1, 3], [0, 1, 3, 0, -2], [2, 1, 1, 2, 0], [0, -1, 4, 1, 1]],
    "K1": [[1, 0, -1], [2, 1, 0]],
    "K2": [[1, 2], [0, -1]],
    "reference": [[1, -2], [3, 0]]
  },
  "random": null
};
