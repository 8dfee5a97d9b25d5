def corr2d(X, K):
    Y = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            for a in range(K.shape[0]):
                for b in range(K.shape[1]):
                    Y[i, j] += X[i + a, j + b] * K[a, b]
    return Y
