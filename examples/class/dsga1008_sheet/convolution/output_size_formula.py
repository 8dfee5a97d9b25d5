output_size_formula = "floor((I - K + 2*P) / S) + 1"
