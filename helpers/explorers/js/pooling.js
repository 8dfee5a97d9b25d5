// Max, average and LP pooling and their gradients: what helpers/reference/{max,avg,lp}_pool.py do.
// Matrices are arrays of rows; size and stride are one number for both axes; there is no padding,
// and a last partial window is dropped. A window is a flat array, row by row.

export function poolSize(i, size, stride) {
  return Math.floor((i - size) / stride) + 1;
}

export function windowAt(X, i, j, size, stride) {
  const rows = X.slice(stride * i, stride * i + size);
  return rows.flatMap((row) => row.slice(stride * j, stride * j + size));
}

const zerosLike = (X) => X.map((row) => row.map(() => 0));

// value(window) -> the entry of Y.  X (H, W) -> Y (H', W')
function pool(X, size, stride, value) {
  const columns = poolSize(X[0].length, size, stride);
  return Array.from({ length: poolSize(X.length, size, stride) }, (_, i) =>
    Array.from({ length: columns }, (__, j) => value(windowAt(X, i, j, size, stride))));
}

// shares(gradient, window) -> what each entry of the window is paid.  -> dX (H, W)
function payBack(dY, X, size, stride, shares) {
  const dX = zerosLike(X);
  dY.forEach((row, i) => row.forEach((g, j) => {
    shares(g, windowAt(X, i, j, size, stride)).forEach((share, n) => {
      dX[stride * i + Math.floor(n / size)][stride * j + n % size] += share; // windows overlap
    });
  }));
  return dX;
}

const sum = (v) => v.reduce((total, x) => total + x, 0);
const only = (v, winner, share) => v.map((_, n) => (n === winner ? share : 0));

// The place of the first maximum in row-major order: PyTorch's tie rule.
export function winner(v) {
  let best = 0;
  v.forEach((x, n) => {
    if (x > v[best]) best = n;
  });
  return best;
}

export const maxShares = (g, v) => only(v, winner(v), g);

export function maxPool(X, size, stride) {
  return pool(X, size, stride, (v) => v[winner(v)]);
}

export function maxPoolBackward(dY, X, size, stride) {
  return payBack(dY, X, size, stride, maxShares);
}

export const averageShares = (g, v) => v.map(() => g / v.length);

export function averagePool(X, size, stride) {
  return pool(X, size, stride, (v) => sum(v) / v.length);
}

export function averagePoolBackward(dY, X, size, stride) {
  return payBack(dY, X, size, stride, averageShares);
}

// |x|^p overflows, or vanishes, for large p: so |x| is taken over a scale first. A power of two
// leaves whole numbers exact; where even 2^p may overflow it must be the largest |x| itself.
function scaled(v, p) {
  const sizes = v.map(Math.abs);
  const largest = Math.max(...sizes);
  const scale = largest === 0 ? 1 : p > 100 ? largest : 2 ** Math.floor(Math.log2(largest));
  const ratio = sizes.map((x) => x / scale);
  return { scale, ratio, mean: sum(ratio.map((r) => r ** p)) / v.length };
}

// Without 1/N everything grows by N^(1/p), the gradient too.
const growth = (v, p, mean) => (mean ? 1 : v.length ** (1 / p));

// (Σ|x|^p / N)^(1/p) of one window, or without 1/N; p may be Infinity.
export function lpValue(v, p, mean = true) {
  if (p === Infinity) return Math.max(...v.map(Math.abs));
  const { scale, mean: power } = scaled(v, p);
  return scale * power ** (1 / p) * growth(v, p, mean);
}

// An entry of 0 and a window of zeros are paid 0; p = Infinity pays the first largest |x|.
export function lpShares(g, v, p, mean = true) {
  if (p === Infinity) {
    const first = winner(v.map(Math.abs));
    return only(v, first, Math.sign(v[first]) * g);
  }
  const { ratio, mean: power } = scaled(v, p);
  const outer = power > 0 ? (power ** (1 / p) / power) * g / v.length * growth(v, p, mean) : 0;
  return v.map((x, n) => (x === 0 ? 0 : Math.sign(x) * outer * ratio[n] ** (p - 1)));
}

export function lpPool(X, p, size, stride, mean = true) {
  return pool(X, size, stride, (v) => lpValue(v, p, mean));
}

export function lpPoolBackward(dY, X, p, size, stride, mean = true) {
  return payBack(dY, X, size, stride, (g, v) => lpShares(g, v, p, mean));
}

// The sum of x^p as torch.nn.LPPool2d takes it: powers keep their sign, and may be NaN.
export function signedPowerSum(v, p) {
  return (sum(v.map((x) => x ** p)) / v.length) * v.length;
}

// torch.nn.LPPool2d: (Σ x^p)^(1/p), neither |x| nor 1/N.
export function torchLpValue(v, p) {
  return p === Infinity ? lpValue(v, p) : signedPowerSum(v, p) ** (1 / p);
}

export function torchLpPool(X, p, size, stride) {
  return pool(X, size, stride, (v) => torchLpValue(v, p));
}

export function torchLpPoolBackward(dY, X, p, size, stride) {
  if (p === Infinity) return lpPoolBackward(dY, X, p, size, stride);
  const dPower = payBack(dY, X, size, stride, (g, v) => {
    const S = signedPowerSum(v, p);
    return v.map(() => (S === 0 ? 0 : (g * S ** (1 / p - 1)) / p)); // a sum of 0 gets 0
  });
  return dPower.map((row, r) => row.map((d, c) => d * p * X[r][c] ** (p - 1)));
}
