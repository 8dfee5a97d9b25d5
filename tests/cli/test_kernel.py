"""`twokernels kernel`: JupyterLab is offered the confined kernel, and it can be taken back."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest
from jupyter_client import kernelspec
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory

from helpers.cli import main


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KernelSpecManager:
    """Have Jupyter's folders below a test's own."""
    places = [str(tmp_path / "user" / "kernels"), str(tmp_path / "env/share/jupyter/kernels")]
    manager = functools.partial(
        KernelSpecManager, data_dir=str(tmp_path / "user"), kernel_dirs=places
    )
    monkeypatch.setattr(kernelspec, "KernelSpecManager", manager)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    return manager()


@pytest.mark.parametrize("where", [[], ["--user"]])
def test_it_is_installed_found_and_removed(
    specs: KernelSpecManager,
    tmp_path: Path,
    where: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["kernel", "install", *where]) == 0
    spec = specs.get_kernel_spec("two-kernels")
    assert spec.display_name == "Two Kernels (confined)"
    assert Path(spec.resource_dir).is_relative_to(tmp_path / ("user" if where else "env"))
    assert KernelProvisionerFactory.instance().is_provisioner_available(spec)
    assert main(["kernel", "install", *where]) == 0, "again is no error"
    said = capsys.readouterr().err
    assert f"Two Kernels (confined) is in {spec.resource_dir}." in said
    assert main(["kernel", "remove"]) == 0
    assert capsys.readouterr().err == f"{spec.resource_dir} is removed.\n"
    assert "two-kernels" not in specs.find_kernel_specs()
    assert main(["kernel", "remove"]) == 2
    assert "it is not installed; nothing done" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(
    specs: KernelSpecManager, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "env").write_text("a file where a folder is wanted")
    assert main(["kernel", "install"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"twokernels kernel: {tmp_path / 'env'}")
    assert "`twokernels kernel install --user`" in line


def test_without_an_action_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["kernel"])
    assert end.value.code == 2
    assert "install | remove" in capsys.readouterr().err
