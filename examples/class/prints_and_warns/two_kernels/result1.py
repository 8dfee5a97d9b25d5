result1 = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
print("result1 is", result1)
