// What a cell looks like beside its number, as one whole number: equal ones are painted alike, so a
// cell is painted anew only when its text or its look has changed.
const LEVELS = 8; // of colour, on either side of zero

export const PAD = 1 << 5;
export const UNUSED = 1 << 6;
export const LATER = 1 << 7;
export const WRONG = 1 << 8;
export const NOW = 1 << 9;
export const WAIT = 1 << 10;
export const WON = 1 << 11;
export const VEIL = 1 << 12;
const FRAME = 13; // where the three bits of the frame around a region begin; then the sides it has here
export const TOP = 1 << 16;
export const BOTTOM = 1 << 17;
export const LEFT = 1 << 18;
export const RIGHT = 1 << 19;
const BITS = { pad: PAD, unused: UNUSED, later: LATER, wrong: WRONG, now: NOW, wait: WAIT, won: WON };

// The first of these in a cell's marks draws its frame.
export const FRAMES = ["", "focus", "target", "source", "deep"];
export const TARGET = FRAMES.indexOf("target"); // its frame is dashed: colours alone tell nothing to some
const DEEP = FRAMES.indexOf("deep");

export const levelOf = (look) => (look & 31) - LEVELS;
export const frameOf = (look) => (look >> FRAME) & 7;

const known = new Map([["", 0]]); // there are few different words of marks

function bitsOf(mark) {
  let bits = known.get(mark);
  if (bits === undefined) {
    const words = mark.split(" ");
    bits = words.reduce((sum, word) => sum | (BITS[word] || 0), 0);
    bits |= Math.max(0, FRAMES.findIndex((frame) => frame && words.includes(frame))) << FRAME;
    known.set(mark, bits);
  }
  return bits;
}

function level(value, scale) {
  if (!Number.isFinite(value)) return 0;
  const part = Math.max(-1, Math.min(1, value / scale));
  return Math.sign(part) * Math.ceil(Math.abs(part) * LEVELS - 1e-9);
}

// The looks of a frame's grid, row by row. Where a cell is lit, what has no part in it steps back.
export function looksOf({ values, marks, scale }, lit) {
  const [rows, columns] = [values.length, values[0].length];
  const looks = new Int32Array(rows * columns);
  for (let i = 0, n = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, n++) looks[n] = bitsOf(marks[i][j]);
  }
  for (let i = 0, n = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, n++) {
      let look = looks[n];
      const frame = frameOf(look);
      look |= LEVELS + (look & LATER ? 0 : level(values[i][j], scale));
      if (look & WAIT || (lit && (frame === 0 || frame === DEEP))) look |= VEIL;
      if (frame) {
        if (i === 0 || frameOf(looks[n - columns]) !== frame) look |= TOP;
        if (i === rows - 1 || frameOf(looks[n + columns]) !== frame) look |= BOTTOM;
        if (j === 0 || frameOf(looks[n - 1]) !== frame) look |= LEFT;
        if (j === columns - 1 || frameOf(looks[n + 1]) !== frame) look |= RIGHT;
      }
      looks[n] = look;
    }
  }
  return looks;
}
