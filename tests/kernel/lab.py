"""A confined kernel, started and asked as JupyterLab does it, and the processes behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from helpers.cli.kernel import NAME
from helpers.provisioner.provisioner import ConfinedProvisioner

SECONDS = 60
Told = tuple[str, dict[str, Any]]


def descendants(pid: int) -> set[int]:
    """Return a process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if stat[0] != "Z":
                parents[int(entry.name)] = int(stat[1])
    found, more = set(), {pid} & set(parents)
    while more:
        found |= more
        more = {child for child, parent in parents.items() if parent in more} - found
    return found


def gone(happened: Callable[[], bool]) -> bool:
    """Wait until something has happened."""
    end = time.monotonic() + SECONDS
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def no_process(pids: set[int]) -> bool:
    return not any(descendants(pid) for pid in pids)


class Lab:
    """A kernel, used as JupyterLab uses it, on an event loop of its own."""

    def __init__(self, specs: Path, **settings: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self.manager = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(specs)]),
            **{"kernel_name": NAME, **settings},
        )
        self.client: AsyncKernelClient | None = None
        try:
            self.wait(self.manager.start_kernel())
            self.client = self.manager.client()
            self.client.start_channels()
            self.wait_for_ready()
        except BaseException:
            self.close()
            raise

    def wait(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end."""
        return self._loop.run_until_complete(coroutine)

    def wait_for_ready(self) -> None:
        assert self.client is not None
        self.wait(self.client.wait_for_ready(timeout=SECONDS))

    @property
    def folder(self) -> Path:
        provisioner = self.manager.provisioner
        assert isinstance(provisioner, ConfinedProvisioner)
        return Path(str(provisioner.folder))

    def processes(self) -> set[int]:
        assert isinstance(self.manager.provisioner, ConfinedProvisioner)
        return descendants(int(str(self.manager.provisioner.pid)))

    def run(self, code: str, *, interrupt_after: float | None = None) -> list[Told]:
        """Run a cell; return all that a client is told while it runs."""
        return list(self.wait(self._run(code, interrupt_after)))

    async def _run(self, code: str, interrupt_after: float | None) -> list[Told]:
        told: list[Told] = []
        assert self.client is not None
        running = self.client.execute_interactive(
            code,
            timeout=SECONDS,
            output_hook=lambda message: told.append((message["msg_type"], message["content"])),
        )
        if interrupt_after is None:
            reply = await running
        else:
            reply, _ = await asyncio.gather(running, self._interrupt(interrupt_after))
        return [*told, ("execute_reply", reply["content"])]

    async def _interrupt(self, after: float) -> None:
        await asyncio.sleep(after)
        await self.manager.interrupt_kernel()

    def text(self, code: str) -> str:
        """Run a cell and return what it printed; an exception is a failure."""
        told = self.run(code)
        assert told[-1][1]["status"] == "ok", told
        return "".join(content["text"] for kind, content in told if kind == "stream")

    def error(self, code: str, **how: Any) -> str:
        """Run a cell and return the exception it ended in."""
        told = self.run(code, **how)
        errors = [content for kind, content in told if kind == "error"]
        assert errors, told
        assert told[-1][1]["status"] == "error"
        return f"{errors[0]['ename']}: {errors[0]['evalue']}"

    def restart(self) -> None:
        self.wait(self.manager.restart_kernel())
        self.wait_for_ready()

    def shut_down(self, *, now: bool) -> None:
        self.wait(self.manager.shutdown_kernel(now=now))

    def close(self) -> None:
        if self.client is not None:
            self.client.stop_channels()
        if self.manager.has_kernel:
            self.shut_down(now=True)
        self.manager.context.destroy(linger=0)
        self._loop.close()
