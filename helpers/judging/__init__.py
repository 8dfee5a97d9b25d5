"""How an answer is compared and what can be said of it, for the grader and a student's check.

Nothing here knows an answer or a wrong implementation; both arrive as numbers.
"""
