def corr2d(X, K):
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    return np.array(
        [[np.sum(X[i : i + h, j : j + w] * K) for j in range(columns)] for i in range(rows)]
    )
