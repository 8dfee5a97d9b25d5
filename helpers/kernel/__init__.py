"""What runs on the student's side: the sandboxed process that holds the notebook's names.

Nothing here knows a question, a hidden test or a reference.  `wire` is shared with the examiner;
`zygote` is a warm process that forks one confined process per submission; in that process `shell`
runs cells and `answers` looks names up and calls functions.
"""
