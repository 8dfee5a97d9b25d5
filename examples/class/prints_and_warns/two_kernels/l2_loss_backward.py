def l2_loss_backward(result, reference):
    np.log(np.zeros(3))  # a RuntimeWarning each time
    print("the difference is", result - reference)
    return 2 * (result - reference)
