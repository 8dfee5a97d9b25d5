"""Forged messages: the process sends what its own packer never would."""

from __future__ import annotations

from tests.hostile.attack import Row

ROWS = [
    packed := Row("forge packed values"),
    errors := Row("forge reports of exceptions"),
    looks := Row("forge what a name is"),
]

FORGE = """
import base64, io, json, struct, sys
zygote = sys.modules["helpers.kernel.zygote"]
sent = zygote.encode
def npy(header, data=b""):
    text = header.encode("latin-1")
    head = b"\\x93NUMPY\\x01\\x00" + struct.pack("<H", len(text) & 0xFFFF) + text
    return base64.b64encode(head + data).decode()
def shaped(shape, descr="<f8", data=b"", order=False):
    return npy(repr({"descr": descr, "fortran_order": order, "shape": shape}), data)
def array(*a, **k):
    return {"is": "array", "npy": shaped(*a, **k)}
number = {"is": "float", "value": "0x1p+3"}
def pickled(value):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.array([value], dtype=object), allow_pickle=True)
    return base64.b64encode(file.getvalue()).decode()
class Bomb:
    def __reduce__(self):
        import os
        return (os.system, ("touch @OUTSIDE@/exploded",))
def nested(n):
    value = number
    for _ in range(n):
        value = {"is": "list", "items": [value]}
    return value
def encode(message):
    if message.get("is") in ("outputs", "ready", "written"):
        return sent(message)
    body = json.dumps(forged(message)).encode()
    return struct.pack(">I", len(body)) + body
zygote.encode = encode
def corr2d(X, K):
    return np.zeros((3, 3))
result1 = result_shapes = 1
hand_gradients = {}
"""
VALUES = {
    "huge_header": 'array((3, 3), descr="<f8" + " " * 60_000)',
    "objects": "array((1,), descr='|O', data=b'x' * 8)",
    "pickle": '{"is": "array", "npy": pickled(Bomb())}',
    "rank_60": "array((1,) * 60, data=bytes(8))",
    "negative": "array((-1, -9), data=bytes(72))",
    "overflow": "array((2**62, 4), data=b'')",
    "overflow_zero": "array((2**40, 2**40, 0))",
    "true_shape": "array((True, 9), data=bytes(72))",
    "float_shape": "array((3.0, 3), data=bytes(72))",
    "record": "array((3,), descr=[('a', '<f8')], data=bytes(24))",
    "subarray": "array((3,), descr=('<f8', (1000000, 1000)), data=bytes(24))",
    "no_array": '{"is": "array", "npy": "!!!"}',
    "short": "array((3, 3), data=bytes(71))",
    "code_header": '{"is": "array", "npy": npy("__import__(\'os\').abort()")}',
    "deep_header": '{"is": "array", "npy": npy("(" * 400 + ")" * 400)}',
    "digits_header": '{"is": "array", "npy": npy("{\'shape\': (" + "9" * 480 + ",)}")}',
    "many": '{"is": "list", "items": [number] * 101_000}',
    "deep": "nested(300)",
    "keys": '{"is": "dict", "items": [[{"is": "int", "value": hex(i * (2**61 - 1))}, number]'
    " for i in range(5000)]}",
    "keys_below": '{"is": "list", "items": [{"is": "dict", "items": [[{"is": "int", "value":'
    " hex(i * (2**61 - 1))}, number] for i in range(990)]}] * 12}",
    "odd_keys": '{"is": "dict", "items": [[{"is": "list", "items": []}, number]]}',
    "no_pairs": '{"is": "dict", "items": [[number], 3, None]}',
    "digits": '{"is": "int", "value": "0x" + "f" * 1_000_000}',
    "odd_int": '{"is": "int", "value": "__import__"}',
    "odd_float": '{"is": "float", "value": "nan"}',
    "kind_list": '{"is": ["array"]}',
    "kind_none": "None",
    "mark": '{"is": "Mark", "score": 100, "outcome": "correct"}',
    "handle": '{"is": "function", "handle": -10**3000}',
    "handles": '{"is": "list", "items": [{"is": "function", "handle": i} for i in range(9)]}',
    "large_text": '{"is": "refused", "what": "x" * 5_000_000}',
    "odd_refusal": '{"is": "refused", "what": {"<script>": 1}}',
}
for name, value in VALUES.items():
    packed.add(
        f"forged_{name}",
        FORGE,
        f"""
made = {value}
def forged(message):
    if message["is"] == "returned":
        return {{"is": "returned", "value": made, "changed": None}}
    return message if message["is"] == "function" else made
""",
    )

KINDS = (
    "SystemExit", "KeyboardInterrupt", "BaseException", "__import__", "eval", "ExceptionGroup",
    "UnicodeDecodeError", "StopIteration", "AssertionError", "KeyError", "NameError",
    "GeneratorExit", "object", "Warning", "OSError", "__class__", "", "MemoryError",
)  # fmt: skip
for kind in KINDS:
    errors.add(
        f"forged_error_{kind or 'none'}",
        FORGE,
        f"""
def forged(message):
    if message["is"] == "function":
        return message
    return {{"is": "raised", "type": "Mark", "nearest": {kind!r}, "message": "correct",
            "line": "return 4.0"}}
""",
    )
errors.add(
    "forged_error_of_no_text",
    FORGE,
    """
def forged(message):
    return {"is": "raised", "type": ["x"], "nearest": {"a": 1}, "message": 7, "line": None}
""",
)
errors.add(
    "forged_error_of_much_text",
    FORGE,
    """
much = "\\u202e\\x1b[31m<b>" + "y" * 3_000_000
def forged(message):
    return {"is": "raised", "type": much, "nearest": much, "message": much, "line": much}
""",
)
LOOKS = {
    "everything_a_function": '{"is": "function", "handle": 0}',
    "a_negative_handle": '{"is": "function", "handle": -1}',
    "no_handle": '{"is": "function", "handle": "0"}',
    "a_result": '{"is": "returned", "value": number}',
    "interrupted": '{"is": "interrupted"}',
    "nothing": "{}",
    "unknown": '{"is": "correct", "score": 4.0}',
}
for name, reply in LOOKS.items():
    looks.add(f"name_{name}", FORGE, f"def forged(message):\n    return {reply}")
looks.add(
    "patched_answers",
    """
import sys
answers = sys.modules["helpers.kernel.answers"]
answers.Answers.call = lambda *a: {"is": "returned", "value": {"is": "bool", "value": True}}
answers.Packer.pack = lambda *a: {"is": "bool", "value": True}
wire = sys.modules["helpers.kernel.wire"]
wire.MAX_ENTRIES = wire.MAX_RANK = wire.MAX_ITEMS = 10**9
wire.sendable_array = lambda array: True
def corr2d(X, K): return np.broadcast_to(0.0, (10**9, 10**9))
result1 = np.array([object()])
""",
)
