output_size_formula = "(I - K + 2*P) / S + 1"
