"""What crosses comes back the same; what should not cross is refused, and by a name."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from helpers.kernel import wire
from helpers.kernel.wire import Packer, Unpacker, Unsendable, decode, encode

DTYPES = [
    "?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8",
    ">i2", ">i4", ">i8", ">u8", ">f4", ">f8",
]  # fmt: skip

numbers = st.one_of(
    st.booleans(),
    st.integers(-(2**wire.MAX_INTEGER_BITS) + 1, 2**wire.MAX_INTEGER_BITS - 1),
    st.floats(),
)
leaves = st.one_of(st.none(), numbers, st.text(max_size=50))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(numbers, st.text(max_size=5)), inner, max_size=4),
    ),
    max_leaves=12,
).filter(lambda value: _depth(value) <= wire.MAX_DEPTH)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(item) for item in value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(_depth, value), default=0)
    return 0


def across(value: Any) -> Any:
    """Send a value the whole way: packed, framed, read, unpacked."""
    frame = encode({"value": Packer().pack(value)})
    assert struct.unpack(">I", frame[:4])[0] == len(frame) - 4
    return Unpacker().unpack(decode(frame[4:])["value"])


def same(a: Any, b: Any) -> bool:
    """Compare type by type and bit by bit: 1, 1.0 and True differ, -0.0 and 0.0 too."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a.hex() == b.hex()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.keys()), list(b.keys())) and same(list(a.values()), list(b.values()))
    return bool(a == b)


# -- round trips -------------------------------------------------------------------------------


@given(values)
def test_values_come_back_as_they_were(value: Any) -> None:
    assert same(across(value), value)


@pytest.mark.parametrize("value", [-0.0, math.nan, math.inf, -math.inf, 5e-324, 2**64, -(2**200)])
def test_odd_numbers_come_back_as_they_were(value: float) -> None:
    assert same(across(value), value)


@given(
    arrays.arrays(
        st.sampled_from(DTYPES).map(np.dtype),
        arrays.array_shapes(min_dims=0, max_dims=wire.MAX_RANK, min_side=0, max_side=3),
    ),
    st.sampled_from(["C", "F"]),
)
def test_arrays_of_every_kind_come_back_bit_by_bit(array: np.ndarray, order: str) -> None:
    """All dtypes, both byte orders, no dimensions, no entries, Fortran order."""
    sent = np.asarray(array, order=order)
    back = across(sent)
    assert type(back) is np.ndarray
    assert (back.dtype, back.shape) == (sent.dtype, sent.shape)
    assert back.tobytes() == sent.tobytes()
    assert back.flags.writeable


def test_views_that_are_not_contiguous_come_back() -> None:
    array = np.arange(24.0).reshape(4, 6)
    for view in (array[::2, ::-1], array.T, np.broadcast_to(array[0], (3, 6))):
        np.testing.assert_array_equal(across(view), view)


@pytest.mark.parametrize("kind", DTYPES)
def test_numpy_scalars_stay_numpy_scalars(kind: str) -> None:
    scalar = np.dtype(kind).type(1)
    back = across(scalar)
    assert back == scalar
    assert type(back) is type(scalar)


def test_what_comes_back_is_a_copy() -> None:
    array = np.zeros(3)
    across(array)[:] = 1
    assert array.sum() == 0


def test_half_a_surrogate_pair_crosses_as_a_question_mark() -> None:
    assert across("a\ud800b") == "a?b"


def test_a_function_crosses_as_a_handle() -> None:
    packed = Packer(lambda function: 7).pack({"f": len})
    assert Unpacker(lambda handle: handle * 2).unpack(packed) == {"f": 14}


# -- what does not cross -----------------------------------------------------------------------


def test_a_long_double_crosses_with_less_precision_and_numpys_text_as_text() -> None:
    third = np.longdouble(1) / 3
    for value in (
        third,
        np.array([[third, np.longdouble("1e4000")]]),
        np.zeros((0, 2), np.longdouble),
    ):
        with np.errstate(over="ignore"):
            wanted = np.asarray(value).astype(float)
        crossed = Unpacker().unpack(Packer().pack(value))
        assert type(crossed) is (np.float64 if value is third else np.ndarray)
        assert np.array_equal(crossed, wanted)
        assert crossed.dtype == np.float64
    assert Unpacker().unpack(Packer().pack([np.str_("B11")])) == ["B11"]


class Custom:
    pass


class SubArray(np.ndarray):
    pass


REFUSED: list[tuple[Any, str]] = [
    ((n for n in ()), "a generator"),
    (1j, "a complex"),
    ({1, 2}, "a set"),
    (b"x", "a bytes"),
    (range(3), "a range"),
    (np.array([None]), "an array of objects"),
    (np.array([1j]), "an array of complex numbers"),
    (np.zeros(2).view(SubArray), "an array subclass"),
    (np.ma.masked_array([1.0]), "an array subclass (numpy.ma.MaskedArray)"),
    (np.zeros(wire.MAX_ENTRIES + 1, "i1"), f"an array of {wire.MAX_ENTRIES + 1} entries"),
    (np.zeros((1,) * 9), "an array of dtype float64"),
    (np.array(["a"]), "an array of dtype <U1"),
    (np.array(0, "M8[s]"), "an array of dtype datetime64[s]"),
    (np.zeros(1, np.clongdouble), "an array of complex numbers"),
    (np.ma.masked_array([1], dtype=np.longdouble), "an array subclass"),
    (type("Sly", (np.str_,), {})("a"), "Sly"),
    (Custom(), "Custom"),
    (1 << wire.MAX_INTEGER_BITS, "an int"),
    ("x" * (wire.MAX_TEXT + 1), "a str"),
    ([0] * (wire.MAX_ITEMS + 1), "too many parts"),
    (len, "a builtin_function_or_method"),
]


@pytest.mark.parametrize(("value", "name"), REFUSED, ids=[name for _, name in REFUSED])
def test_what_does_not_cross_is_named_as_what_it_is(value: Any, name: str) -> None:
    for wrapped in (value, [value], {"key": value}):
        with pytest.raises(Unsendable) as refused:
            Packer().pack(wrapped)
        assert name in str(refused.value)


def test_subclasses_of_plain_values_do_not_pass_for_them() -> None:
    """An int, float, str, list or dict with methods of its own could agree with everything."""
    for base in (int, float, str, list, tuple, dict):
        with pytest.raises(Unsendable):
            Packer().pack(type("Sly", (base,), {"__eq__": lambda *_: True, "__hash__": None})())


def test_a_list_within_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Unsendable, match="nested too deep"):
        Packer().pack(endless)
