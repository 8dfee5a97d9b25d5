def l2_loss(result, reference):
    return np.sum((result - reference) ** 2)
