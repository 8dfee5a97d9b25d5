"""Pages made of results: the instructor's report on a class, and the look it shares with others."""
