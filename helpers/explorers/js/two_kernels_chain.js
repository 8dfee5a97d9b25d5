// SDM5013's chain, its gradients, and steps of gradient descent. No DOM in this file.
import { correlate, inputGradientScatter, kernelGradient } from "./convolution.js";

export const PARAMETERS = ["X", "K1", "K2"];
export const MOST_STEPS = 2000;
export const MOST_LOSS = 1e12; // a step that would make the loss greater is not taken

const same = (A, B) =>
  A.length === B.length && A.every((row, i) => row.length === B[i].length && row.every((v, j) => v === B[i][j]));

let last = null; // a frame asks for the same chain several times

// {X, K1, K2, reference} -> with them every intermediate, the loss, and every gradient.
export function chain(matrices) {
  const known = last && ["X", "K1", "K2", "reference"].every((name) => same(matrices[name], last[name]));
  return known ? last : (last = computed(matrices));
}

function computed({ X, K1, K2, reference }) {
  const result1 = correlate(X, K1);
  const result2 = correlate(result1, K2);
  const off = result2.map((row, i) => row.map((v, j) => v - reference[i][j]));
  const dresult2 = off.map((row) => row.map((v) => 2 * v));
  const dresult1 = inputGradientScatter(dresult2, result1, K2);
  return {
    X, K1, K2, reference, result1, result2,
    loss: off.flat().reduce((sum, v) => sum + v * v, 0),
    dresult2,
    dK2: kernelGradient(dresult2, result1, K2),
    dresult1,
    dK1: kernelGradient(dresult1, X, K1),
    dX: inputGradientScatter(dresult1, X, K1),
  };
}

// The way so far: {start, end, losses, diverged}. One that does not end at these matrices is over
// (somebody has typed into a cell since, or moved a size), and a new one begins here.
export function wayTo(matrices, descent) {
  const here = { X: matrices.X, K1: matrices.K1, K2: matrices.K2, reference: matrices.reference };
  if (descent.end && Object.keys(here).every((name) => same(here[name], descent.end[name]))) return descent;
  return { start: here, end: here, losses: [chain(here).loss], diverged: false };
}

// One step against the gradient for every parameter that moves; the way as it is after it.
export function descended(way, rate, moves) {
  if (way.losses.length > MOST_STEPS) return way;
  const now = chain(way.end);
  const end = { ...way.end };
  for (const name of PARAMETERS) {
    if (moves[name]) end[name] = now[name].map((row, i) => row.map((v, j) => v - rate * now[`d${name}`][i][j]));
  }
  const { loss } = chain(end);
  if (!(loss <= MOST_LOSS)) return { ...way, diverged: true };
  return { start: way.start, end, losses: [...way.losses, loss], diverged: false };
}

// Whether another step would change anything.
export function canMove(way, moves) {
  if (way.diverged || way.losses.length > MOST_STEPS) return false;
  const now = chain(way.end);
  return PARAMETERS.some((name) => moves[name] && now[`d${name}`].some((row) => row.some((v) => v !== 0)));
}
