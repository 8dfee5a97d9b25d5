def corr2d_backward(dY, X, K):
    # dKernel: the layer's input correlated with dOutput.
    # dInput: dOutput, fully correlated with the kernel rotated by 180 degrees.
    h, w = K.shape
    padded = np.pad(dY, [(h - 1, h - 1), (w - 1, w - 1)])
    return corr2d(padded, np.rot90(K, 2)), corr2d(X, dY)
