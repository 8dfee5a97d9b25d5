// Sums as they are told: with enough digits that what stands there adds up, and ≈ where it does not.
// helpers/explorers/sums.py says the same in Python.
import { fixed, number } from "./number.js";

const MOST_TERMS = 25;
const DIGITS = 4; // that count, of a fraction; a cell has less room
const NOTHING = 1e-9; // what is smaller is what rounding has left of a zero

export function written(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || Number.isInteger(value) || size < NOTHING || size >= 1e6) return number(value);
  const text = fixed(value, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(size))));
  return (text.includes(".") ? text.replace(/\.?0+$/, "") : text).replace("-", "−");
}

// A number as a factor: negative ones in parentheses.
export function factor(value) {
  const text = written(value);
  return text.startsWith("−") ? `(${text})` : text;
}

function inFull(value) {
  if (!Number.isFinite(value) || Math.abs(value) < NOTHING) return true;
  return Math.abs(Number(written(value).replace("−", "-")) - value) <= 1e-9 * Math.abs(value);
}

// What stands between numbers that are equal: "=" only where each of them is written in full.
export const equality = (values) => (values.every(inFull) ? "=" : "≈");

// A text in which the numbers `shown` stand, and its result.
export const equals = (text, shown, result) =>
  `${text}\u00a0${equality([...shown, result])}\u00a0${written(result)}`;

export function joined(words, between) {
  const some = words.slice(0, MOST_TERMS);
  if (words.length > MOST_TERMS) some.push("…");
  return some.join(between);
}

export const total = (products) => products.reduce((sum, [x, k]) => sum + x * k, 0);

// Products, as pairs of factors, and what they add up to.
export function sumLine(products) {
  const words = products.map(([x, k]) => `${factor(x)}·${factor(k)}`);
  return equals(joined(words, " + ") || "0", products.slice(0, MOST_TERMS).flat(), total(products));
}
