"""A package, so that a fixture of this folder can live as long as its tests and no longer."""
