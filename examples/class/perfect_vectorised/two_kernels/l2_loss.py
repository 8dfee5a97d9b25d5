def l2_loss(result, reference):
    return np.square(result - reference).sum()
