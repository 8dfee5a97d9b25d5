"""A hostile archive harms nobody: what is bad is refused by name, and the rest is read."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.course import archive
from helpers.course.archive import Found, find_files

LIMIT = 4 << 20
GOOD = "example_101_5_quiz.ipynb"


def write(folder: Path, fill: Callable[[zipfile.ZipFile], None], name: str = "a.zip") -> Path:
    """Make an archive of a good notebook, something else, and another good notebook."""
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(GOOD, "{}")
        fill(file)
        file.writestr(f"last_{GOOD}", "{}")
    return folder / name


def entry(name: str, content: bytes = b"{}", mode: int = 0) -> Callable[[zipfile.ZipFile], None]:
    def fill(file: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = name
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(info, content)

    return fill


def nested() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("quiz.ipynb", "{}")
    return content.getvalue()


HOSTILE = {
    "a path upwards": (entry("../../evil.ipynb"), "its name points out of the archive"),
    "a path upwards, later": (entry("a/../../evil.ipynb"), "its name points out of the archive"),
    "an absolute path": (entry("/tmp/evil.ipynb"), "its name points out of the archive"),
    "a drive": (entry("C:\\evil.ipynb"), "its name points out of the archive"),
    "a path upwards, Windows": (entry("..\\evil.ipynb"), "its name points out of the archive"),
    "a link": (entry("l.ipynb", b"/etc/passwd", stat.S_IFLNK | 0o777), "it is a link, not a file"),
    "a bomb": (entry("b.ipynb", b"0" * (3 << 20)), "more than 200 times its size, as a zip bomb"),
    "a large file": (entry("b.ipynb", os.urandom(LIMIT + 1)), "it unpacks to more than 4 MB"),
    "an archive": (entry("x_101_5_work.zip", nested()), "it is an archive itself; ask for the"),
    "an archive of another kind": (entry("x_101_5_work.tar.gz"), "it is an archive itself"),
    "a long name": (entry("a" * 300 + ".ipynb"), "its name has more than 255 bytes"),
    "an escape sequence": (entry("\x1b[2J.ipynb"), "a character that cannot be printed"),
    "a line break": (entry("a\nRefused b.ipynb"), "a character that cannot be printed"),
}


@pytest.mark.parametrize(("fill", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_one_bad_file_is_refused_and_the_rest_is_read(
    tmp_path: Path, fill: Callable[[zipfile.ZipFile], None], reason: str
) -> None:
    write(tmp_path, fill)
    first, bad, last = find_files(tmp_path, LIMIT)
    assert reason in bad.refused
    assert bad.content == b""
    assert [(f.content, f.refused) for f in (first, last)] == [(b"{}", "")] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    """zipfile cannot encrypt, so the flag is set by hand in both of the entry's headers."""
    path = write(tmp_path, entry("secret.ipynb"))
    content = bytearray(path.read_bytes())
    for magic, flags, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = content.index(magic)
        while content[at + name : at + name + 6] != b"secret":
            at = content.index(magic, at + 1)
        content[at + flags] |= 1
    path.write_bytes(content)
    first, bad, last = find_files(tmp_path, LIMIT)
    assert bad.refused == "it is encrypted; ask for it without a password"
    assert (first.content, last.content) == (b"{}", b"{}")


def test_damaged_content_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, entry("torn.ipynb", os.urandom(5000)))
    content = bytearray(path.read_bytes())
    at = content.index(b"torn.ipynb") + 2000
    content[at : at + 100] = bytes(100)
    path.write_bytes(content)
    first, bad, last = find_files(tmp_path, LIMIT)
    assert "it is damaged in the archive" in bad.refused
    assert (first.content, last.content) == (b"{}", b"{}")


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 100])
def test_what_is_no_zip_file_is_refused_and_the_next_is_read(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "0.zip").write_bytes(content)
    write(tmp_path, entry("more.txt"))
    found = list(find_files(tmp_path, LIMIT))
    assert "it is no whole zip file" in found[0].refused
    assert [f.content for f in found[1:]] == [b"{}", b"", b"{}"]


def test_more_files_than_a_class_hands_in_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
    write(tmp_path, entry("more.txt"))
    (found,) = find_files(tmp_path, LIMIT)
    assert found.refused.startswith("it holds 3 files")


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these is small enough by itself."""
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)

    def three(file: zipfile.ZipFile) -> None:
        for i in range(3):
            file.writestr(f"{i}.ipynb", os.urandom(40_000))

    write(tmp_path, three)
    *read, refused = find_files(tmp_path, LIMIT)
    assert [found.name for found in read] == [GOOD, "0.ipynb", "1.ipynb"]
    assert "it unpacks to more than" in refused.refused


def test_links_beside_the_archives_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / GOOD).symlink_to(tmp_path / "secret")
    assert list(find_files(folder, LIMIT)) == [
        Found(GOOD, refused="it is a link or a device, not a file")
    ]


def test_plain_notebooks_and_folders_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "Ann_7_assignsubmission_file_").mkdir()
    (tmp_path / "Ann_7_assignsubmission_file_" / "q.ipynb").write_text("{}")
    (tmp_path / "q.txt").write_text("no notebook")
    found = {f.name: (f.content, f.refused) for f in find_files(tmp_path, LIMIT)}
    assert found == {
        "Ann_7_assignsubmission_file_/q.ipynb": (b"{}", ""),
        "q.txt": (b"", ""),
    }
