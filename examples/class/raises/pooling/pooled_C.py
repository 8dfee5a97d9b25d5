pooled_C = np.array([[109, 92], [110]])
