import sys


def corr2d_input_gradient(dY, K):
    dX = np.zeros((dY.shape[0] + K.shape[0] - 1, dY.shape[1] + K.shape[1] - 1))
    for i, j in np.ndindex(*dY.shape):
        sys.stderr.write(f"window {i} {j}\n")
        dX[i : i + K.shape[0], j : j + K.shape[1]] += dY[i, j] * K
    return dX
