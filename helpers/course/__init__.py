"""What a course does around grading: who is in it, what they hand in, what goes back out."""
