result_shapes = ((3, 3), (2, 2))
