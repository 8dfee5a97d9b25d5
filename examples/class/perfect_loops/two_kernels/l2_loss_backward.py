def l2_loss_backward(result, reference):
    gradient = np.zeros(result.shape)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            gradient[i, j] = 2 * (result[i, j] - reference[i, j])
    return gradient
