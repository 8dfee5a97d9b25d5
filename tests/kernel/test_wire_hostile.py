"""Bytes from somebody who means harm are a WireError, and nothing else."""

from __future__ import annotations

import base64
import contextlib
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.kernel import wire
from helpers.kernel.wire import Packer, Unpacker, WireError, decode

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=300)
@given(json_values)
def test_arbitrary_json_is_a_wire_error_and_nothing_else(value: Any) -> None:
    with pytest.raises(WireError):
        Unpacker(lambda handle: handle).unpack(value)


KINDS = ["none", "bool", "int", "float", "text", "list", "tuple", "dict", "array", "scalar",
         "function", "returned"]  # fmt: skip


@settings(max_examples=500)
@given(
    st.sampled_from(KINDS), st.sampled_from(["value", "items", "npy", "handle", "x"]), json_values
)
def test_a_known_kind_with_arbitrary_content_is_read_or_is_a_wire_error(
    kind: str, key: str, content: Any
) -> None:
    packed = {"is": kind, key: content}
    for form in (packed, {"is": "list", "items": [packed]}, {"is": "dict", "items": [packed]}):
        try:
            Unpacker(lambda handle: handle).unpack(form)
        except WireError:
            continue


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_an_arbitrary_frame_is_an_object_or_a_wire_error(body: bytes) -> None:
    with contextlib.suppress(WireError):
        assert isinstance(decode(body), dict)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"1", b"\xff", b'"x"', b"{", b"[" * 100_000, b'{"a":' * 100_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_a_frame_that_is_no_object_is_a_wire_error(body: bytes) -> None:
    with pytest.raises(WireError):
        decode(body)


def npy(header: str | bytes, data: bytes = b"", magic: bytes = b"\x93NUMPY\x01\x00") -> str:
    """Write an npy file with a header of one's own."""
    raw = header.encode("latin-1") if isinstance(header, str) else header
    return base64.b64encode(magic + len(raw).to_bytes(2, "little") + raw + data).decode()


def header(descr: object = "<f8", fortran: object = False, shape: object = (1,)) -> str:
    return repr({"descr": descr, "fortran_order": fortran, "shape": shape}) + "\n"


HOSTILE_NPY = {
    "pickled objects": npy(header("|O"), b"\x80\x04N."),
    "structured": npy(header([("a", "<f8")]), bytes(8)),
    "sub-arrays": npy(header(("<f8", (2,))), bytes(16)),
    "void": npy(header("|V8"), bytes(8)),
    "text": npy(header("<U1"), bytes(4)),
    "complex": npy(header("<c16"), bytes(16)),
    "extended": npy(header("<f16"), bytes(16)),
    "more than is there": npy(header(shape=(10**6,)), bytes(8)),
    "less than is there": npy(header(shape=(0,)), bytes(8)),
    "more than memory": npy(header(shape=(10**18,))),
    "empty and vast": npy(header(shape=(0, 10**30))),
    "a negative shape": npy(header(shape=(-1,)), bytes(8)),
    "two negative sides": npy(header(shape=(-1, -1)), bytes(8)),
    "rank 9": npy(header(shape=(1,) * 9), bytes(8)),
    "a shape of text": npy(header(shape=("1",)), bytes(8)),
    "keys of two types": npy("{1: 2, 'a': 3}\n"),
    "a list as a key": npy("{[]: 1}\n"),
    "a long of Python 2": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1L,)}", bytes(8)),
    "an empty descr": npy(header(())),
    "an open bracket": npy("((("),
    "brackets without end": npy("(" * 500),
    "a header that is too long": npy(" " * 60_000),
    "code": npy("__import__('os').system('true')\n"),
    "version 3": npy(header(), bytes(8), magic=b"\x93NUMPY\x03\x00"),
    "no magic": npy(header(), bytes(8), magic=b"NUMPY!!!"),
    "nothing": "",
    "no base64": "%%%",
    "not ASCII": "é",
}


@pytest.mark.parametrize("text", HOSTILE_NPY.values(), ids=HOSTILE_NPY)
@pytest.mark.parametrize("kind", ["array", "scalar"])
def test_a_hostile_array_is_a_wire_error(kind: str, text: str) -> None:
    with pytest.raises(WireError):
        Unpacker().unpack({"is": kind, "npy": text})


@settings(max_examples=300)
@given(
    st.binary(max_size=120), st.sampled_from([b"", b"\x93NUMPY\x01\x00", b"\x93NUMPY\x01\x00v\x00"])
)
def test_arbitrary_bytes_in_an_array_are_a_wire_error(data: bytes, start: bytes) -> None:
    with pytest.raises(WireError):
        Unpacker().unpack({"is": "array", "npy": base64.b64encode(start + data).decode()})


@settings(max_examples=200)
@given(st.data())
def test_a_true_array_with_bytes_changed_is_an_array_or_a_wire_error(data: st.DataObject) -> None:
    raw = bytearray(base64.b64decode(Packer().pack(np.arange(6.0).reshape(2, 3))["npy"]))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        array = Unpacker().unpack({"is": "array", "npy": base64.b64encode(raw).decode()})
    except WireError:
        return
    assert array.dtype.kind in "biuf"
    assert array.size <= wire.MAX_ENTRIES


@pytest.mark.parametrize(
    "packed",
    [
        {"is": "int", "value": "1" * 5000}, {"is": "int", "value": "0x"},
        {"is": "float", "value": "0x1p99999"}, {"is": "float", "value": "1" * 50},
        {"is": "bool", "value": 1}, {"is": "function", "handle": 0},
        {"is": "dict", "items": [[{"is": "list", "items": []}, {"is": "none"}]]},
        {"is": "dict", "items": [[{"is": "none"}]]},
        {"is": "text", "value": "x" * (wire.MAX_TEXT + 1)},
        {"is": "list", "items": [{"is": "none"}] * (wire.MAX_ITEMS + 1)},
    ],
    ids=lambda packed: json.dumps(packed)[:40],
)  # fmt: skip
def test_a_packed_form_that_was_never_sent_is_a_wire_error(packed: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        Unpacker().unpack(packed)


def test_nesting_is_limited_when_reading_too() -> None:
    packed: dict[str, Any] = {"is": "none"}
    for _ in range(wire.MAX_DEPTH + 1):
        packed = {"is": "list", "items": [packed]}
    with pytest.raises(WireError, match="nested too deep"):
        Unpacker().unpack(packed)
