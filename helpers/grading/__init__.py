"""Grade a submission: the student's code in one process, the hidden tests in another."""
