// Cross-correlation and its gradients: what helpers/reference/corr2d.py does, in plain loops.
// Matrices are arrays of rows. A size is one number for both axes.

export function zeros(rows, columns) {
  return Array.from({ length: rows }, () => new Array(columns).fill(0));
}

export function outputSize(i, k, p, s, d) {
  return Math.floor((i + 2 * p - d * (k - 1) - 1) / s) + 1;
}

export function rotate(K) {
  return K.map((row) => [...row].reverse()).reverse();
}

// Calls visit(i, j, a, b, r, c) for every product Y[i, j] += X[r, c] * K[a, b], in the order in
// which a loop would add them; where r, c lies in the padding it is skipped, for it adds 0.
function eachProduct([H, W], [h, w], stride, padding, dilation, visit) {
  const rows = outputSize(H, h, padding, stride, dilation);
  const columns = outputSize(W, w, padding, stride, dilation);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let a = 0; a < h; a++) {
        const r = stride * i + dilation * a - padding;
        if (r < 0 || r >= H) continue;
        for (let b = 0; b < w; b++) {
          const c = stride * j + dilation * b - padding;
          if (c >= 0 && c < W) visit(i, j, a, b, r, c);
        }
      }
    }
  }
  return [rows, columns];
}

const shape = (M) => [M.length, M[0].length];

// X (H, W), K (h, w) -> Y (H', W')
export function correlate(X, K, stride = 1, padding = 0, dilation = 1) {
  const [H, W] = shape(X);
  const [h, w] = shape(K);
  const Y = zeros(
    outputSize(H, h, padding, stride, dilation),
    outputSize(W, w, padding, stride, dilation),
  );
  eachProduct([H, W], [h, w], stride, padding, dilation, (i, j, a, b, r, c) => {
    Y[i][j] += X[r][c] * K[a][b];
  });
  return Y;
}

// Scatter: each dY[i, j] is stamped on the window it came from, times K.  -> dX (H, W)
export function inputGradientScatter(dY, X, K, stride = 1, padding = 0, dilation = 1) {
  const dX = zeros(...shape(X));
  eachProduct(shape(X), shape(K), stride, padding, dilation, (i, j, a, b, r, c) => {
    dX[r][c] += dY[i][j] * K[a][b];
  });
  return dX;
}

// Gather: K turned by 180° slides over dY with stride - 1 zeros between its entries and a rim as
// wide as K reaches; what lies on the padding of X is cut off.  -> dX (H, W)
export function inputGradientGather(dY, X, K, stride = 1, padding = 0, dilation = 1) {
  const [H, W] = shape(X);
  const full = correlate(gatherInput(dY, X, K, stride, padding, dilation), rotate(K), 1, 0, dilation);
  return full.slice(padding, padding + H).map((row) => row.slice(padding, padding + W));
}

// The matrix that the turned kernel slides over in the gather form.
export function gatherInput(dY, X, K, stride = 1, padding = 0, dilation = 1) {
  const [H, W] = shape(X);
  const [h, w] = shape(K);
  const [up, left] = [dilation * (h - 1), dilation * (w - 1)];
  // As large as X and its padding need it, also where the stride does not divide.
  const spread = zeros(H + 2 * padding + up, W + 2 * padding + left);
  dY.forEach((row, i) => row.forEach((v, j) => (spread[up + stride * i][left + stride * j] = v)));
  return spread;
}

// dK[a, b] adds up, over all windows, dY times the entry of X that K[a, b] met.  -> dK (h, w)
export function kernelGradient(dY, X, K, stride = 1, padding = 0, dilation = 1) {
  const dK = zeros(...shape(K));
  eachProduct(shape(X), shape(K), stride, padding, dilation, (i, j, a, b, r, c) => {
    dK[a][b] += dY[i][j] * X[r][c];
  });
  return dK;
}
