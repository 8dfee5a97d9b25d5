"""What students get: one zip with the notebooks, a wheel of the checks and explorers, a README."""
