// The exponents that the slider stops at, as they are written. Strict JSON: Python reads it too.
export const P_STOPS = [
  "1", "1.25", "1.5", "1.75", "2", "2.5", "3", "3.5", "4", "5", "6", "7", "8", "10", "12", "14",
  "16", "20", "24", "28", "32", "40", "48", "56", "64", "∞"
];
