// A number as it stands in a cell: what helpers/student/style.py calls number().
const MOST = 8192; // numbers remembered: of a frame and many before it

// Most cells of a frame show what they did in the one before.
function remembered(write) {
  const known = new Map();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) {
      if (known.size >= MOST) known.clear();
      known.set(value, (text = write(value)));
    }
    return text;
  };
}

// Like toFixed, but a tie goes to the even digit, as Python's does. A tie is an odd multiple of a power
// of two, and multiplying by one rounds nothing: 0.015 is none, though 0.015 * 100 is 1.5.
export function fixed(value, digits) {
  if (Math.abs(value) * 2 ** (digits + 1) % 2 !== 1) return value.toFixed(digits);
  const even = 2 * Math.round(Math.abs(value) * 10 ** digits / 2);
  return (Math.sign(value) * even / 10 ** digits).toFixed(digits);
}

export const number = remembered((value) => {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  let text;
  if (Math.abs(value) >= 1e6) {
    text = value.toExponential(1).replace(/e\+(\d)$/, "e+0$1");
  } else if (Math.abs(value) >= 100 || Number.isInteger(value)) {
    text = fixed(value, 0);
  } else {
    text = fixed(value, 2).replace(/0+$/, "").replace(/\.$/, "");
  }
  if (text === "0" || text === "-0") return Math.abs(value) < 1e-9 ? "0" : "≈0";
  return text.replace("-", "−");
});

// A number for a small cell, of at most four digits: .06, 0.5, 1.3, 12, 1234, 12k.
export const short = remembered((value) => {
  const text = number(value);
  if (text.length <= 3 || !Number.isFinite(value) || Math.abs(value) >= 1e6) return text;
  const size = Math.abs(value);
  if (size >= 9999.5) return `${fixed(value / 1000, 0).replace("-", "−")}k`;
  const rounded = fixed(value, size < 1 ? 2 : size < 10 ? 1 : 0).replace("-", "−");
  if (/^−?0\.00$/.test(rounded)) return "≈0";
  return size < 1 ? rounded.replace("0.", ".").replace(/0$/, "") : rounded.replace(/\.0$/, "");
});

// What was typed: 2, -0.5, 1/9, with either minus sign; null when it is no finite number.
export function parse(text) {
  const match = /^\s*([-−+]?[\d.]+(?:e[-+]?\d+)?)\s*(?:\/\s*([\d.]+))?\s*$/i.exec(text);
  if (!match) return null;
  const value = Number(match[1].replace("−", "-")) / (match[2] === undefined ? 1 : Number(match[2]));
  return Number.isFinite(value) ? value : null;
}

// The largest finite magnitude, at least a little: where the colours end.
export function largest(...matrices) {
  let most = 0;
  for (const matrix of matrices) {
    for (const row of matrix) {
      for (const v of row) if (Number.isFinite(v) && Math.abs(v) > most) most = Math.abs(v);
    }
  }
  return most || 1;
}
