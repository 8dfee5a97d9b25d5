result2 = np.array([[0, 2], [-2, 0]])
