"""A warm process that forks one confined student process per submission.

It imports IPython, numpy and matplotlib once.  A fork then takes milliseconds, where a new Python
takes a second.  Whatever it holds, every submission holds, so it holds nothing: it is started with
an empty environment and knows no question, no test, no course and no gradebook.

    examiner ──control──> zygote ──fork──> keeper ──fork──> student process
        │                                    │                    │
        ├─────────────── leash ──────────────┘                    │
        └─────────────── channel ─────────────────────────────────┘

The keeper holds no student code.  A byte on the leash interrupts the student process, and the end
of the leash, or of the examiner, kills it.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from typing import Any, NoReturn

from helpers.kernel import confine, imports
from helpers.kernel.answers import Answers, raised
from helpers.kernel.limits import Limits
from helpers.kernel.shell import NotebookShell, no_input
from helpers.kernel.warming import warm
from helpers.kernel.wire import INTERRUPT, WireError, decode, encode


def receive(channel: socket.socket) -> dict[str, Any] | None:
    """Read one message from the examiner; None when it has closed the channel."""
    header = _read(channel, 4)
    if header is None:
        return None
    body = _read(channel, struct.unpack(">I", header)[0])
    return None if body is None else decode(body)


def _read(channel: socket.socket, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = channel.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let an interrupt stop what runs in here, and nothing outside."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def serve(channel: socket.socket, shell: NotebookShell, limits: Limits) -> None:
    """Answer the examiner's requests until it closes the channel."""
    answers = Answers(shell.user_ns)
    while (request := receive(channel)) is not None:
        channel.sendall(encode(_reply(request, answers, shell, limits)))


def _reply(
    request: dict[str, Any], answers: Answers, shell: NotebookShell, limits: Limits
) -> dict[str, Any]:
    try:
        with interruptible():
            match request:
                case {"do": "cell", "source": str(source)}:
                    outputs = shell.run(source, limits.output_characters)
                    return {"is": "outputs", "outputs": outputs}
                case {"do": "files", "files": dict(files)}:
                    return _write(files)
                case {"do": "look", "name": str(name)}:
                    return answers.look(name)
                case {"do": "call", "handle": int(handle), "arguments": list(arguments), **rest}:
                    # What a function prints while it is examined belongs to no cell.
                    with (
                        open(os.devnull, "w") as sink,
                        contextlib.redirect_stdout(sink),
                        contextlib.redirect_stderr(sink),
                    ):
                        return answers.call(handle, arguments, dict(rest.get("keywords", {})))
    except KeyboardInterrupt:
        return {"is": "interrupted"}
    except BaseException as error:
        return raised(error)
    raise WireError(f"no such request: {request.get('do')}")


def _write(files: dict[str, str]) -> dict[str, Any]:
    """Put the files that came with the notebook into the scratch folder."""
    for name, content in files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(base64.b64decode(content))
    return {"is": "written"}


def student(
    channel: socket.socket,
    scratch: str | None,
    limits: Limits,
    shell: NotebookShell,
    may_read: list[str],
) -> NoReturn:
    """Become the student's process: confine this one, then serve the channel.

    Without a scratch folder nothing is confined: the instructor has asked for that by name.
    """
    try:
        _keep_only(channel)
        if scratch is None:
            # Beside the zygote's own, which it removes at its end with all there is around it.
            os.chdir(tempfile.mkdtemp(prefix="unconfined-", dir=os.path.dirname(os.getcwd())))
        else:
            confine.die_with_parent()
            confine.confine(scratch, limits, may_read)
        imports.guard(limits.packages, os.getcwd())
        shell.user_ns["input"] = no_input
    except BaseException as error:
        channel.sendall(encode({"is": "unconfined", "why": f"{type(error).__name__}: {error}"}))
        os._exit(1)
    channel.sendall(encode({"is": "ready"}))
    with contextlib.suppress(BaseException):
        serve(channel, shell, limits)
    os._exit(0)


def _keep_only(channel: socket.socket) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    kept = channel.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, 1 << 16)


def keeper(leash: socket.socket, student_pid: int) -> NoReturn:
    """Hold the leash: pass interrupts on, and kill the student process when the leash ends."""
    end, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while os.waitpid(student_pid, os.WNOHANG) == (0, 0):
        ready, _, _ = select.select([leash, end], [], [])
        if end in ready:
            end.recv(100)
        if leash not in ready:
            continue
        try:
            byte = leash.recv(1)
        except OSError:
            byte = b""
        if byte == INTERRUPT:
            os.kill(student_pid, signal.SIGINT)
        else:
            os.kill(student_pid, signal.SIGKILL)
            os.waitpid(student_pid, 0)
            break
    os._exit(0)


def fork_student(
    channel: socket.socket,
    leash: socket.socket,
    scratch: str,
    request: dict[str, Any],
    shell: NotebookShell,
) -> NoReturn:
    """In a fork of the zygote: make the namespaces, fork the student, and become its keeper."""
    os.setsid()
    try:
        limits, confined = Limits.from_json(request["limits"]), bool(request["confined"])
        may_read = _readable(limits.packages) if confined else []
        if confined:
            confine.enter_namespaces()
    except OSError as error:
        channel.sendall(encode({"is": "unconfined", "why": str(error)}))
        os._exit(1)
    except Exception as error:  # such as a system without unshare
        why = f"{type(error).__name__}: {error}"
        channel.sendall(encode({"is": "unconfined", "why": why}))
        os._exit(1)
    pid = os.fork()
    if pid == 0:
        leash.close()
        student(channel, scratch if confined else None, limits, shell, may_read)
    channel.close()
    keeper(leash, pid)


@functools.cache
def _readable(packages: tuple[str, ...]) -> list[str]:
    return confine.readable(sorted(imports.importable(packages)))


def main(descriptor: str, scratch: str) -> None:
    """Serve control sockets: a message is a request to fork, or brings another such socket.

    The first has this descriptor; `scratch` is where a fork's own folder is mounted.
    """
    # These are for who started it: it ends after them, and tidies up.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    controls = [socket.socket(fileno=int(descriptor))]
    shell = warm()
    if sys.platform == "linux":
        import sandlock  # noqa: F401  # so that the forks need not

        _readable(Limits().packages)
    with contextlib.suppress(OSError):  # who started it is gone already
        controls[0].sendall(b"w")
    while controls:
        ready, _, _ = select.select(controls, [], [], None)
        for control in ready:
            _serve_control(control, controls, scratch, shell)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    # However the examiners ended, this process sees it, and takes the folder along.
    shutil.rmtree(os.path.dirname(scratch), ignore_errors=True)
    os._exit(0)  # IPython would look for its current folder at exit


def _serve_control(
    control: socket.socket, controls: list[socket.socket], scratch: str, shell: NotebookShell
) -> None:
    try:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
    except OSError:  # its other end was killed
        message, descriptors = b"", []
    if not message:
        controls.remove(control)
        control.close()
        return
    request = json.loads(message)
    ends = [socket.socket(fileno=number) for number in descriptors]
    if "adopt" in request:
        controls += ends
        with contextlib.suppress(OSError):
            ends[0].sendall(b"w")
        return
    try:
        pid = os.fork()
    except OSError:  # too many processes, or no memory: who asked sees its ends closed
        pid = -1
    if pid == 0:
        for other in controls:
            other.close()
        with contextlib.suppress(OSError):  # who asked is gone already
            fork_student(ends[0], ends[1], scratch, request, shell)
        os._exit(1)
    for end in ends:
        end.close()
