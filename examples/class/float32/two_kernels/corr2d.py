def corr2d(X, K):
    X, K = np.float32(X), np.float32(K)
    Y = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), dtype=np.float32)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += X[a : a + Y.shape[0], b : b + Y.shape[1]] * K[a, b]
    return Y
