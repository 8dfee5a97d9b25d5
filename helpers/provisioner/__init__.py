"""A kernel for looking at a submission by hand: JupyterLab talks to it, a confined process runs it.

    JupyterLab ──ipc──> kernel (`kernel`, trusted) ──socket pair──> student's process

The student's process is the one that grading uses.  A kernel inside the sandbox would not do: what
a kernel sends, JupyterLab shows as trusted, so a script in an output could use the server as you.
Here every output is rebuilt outside the sandbox, as text or a picture.
"""
