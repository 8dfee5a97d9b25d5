"""Raw bytes on the inherited channel, and what becomes of the channel itself."""

from __future__ import annotations

from tests.hostile.attack import Row, cell

ROWS = [row := Row("write to the channel between the two processes")]

FIND = """
import json, os, socket, stat, struct, time
fds = []
for fd in range(256):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            fds.append(fd)
    except OSError:
        pass
def raw(data):
    for fd in fds:
        os.write(fd, data)
def frame(body):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return struct.pack(">I", len(body)) + body
array = {"is": "list", "items": [{"is": "list", "items": [{"is": "float", "value": "0x0p+0"}] * 3}]}
assert fds, "no channel was found"
print("channel found")
"""
AS_ANSWER = {
    "result": "raw(frame({'is': 'returned', 'value': array, 'changed': False}))",
    "value": "raw(frame(array))",
    "results": "raw(frame({'is': 'returned', 'value': array, 'changed': False}) * 500)",
    "verdict": "raw(frame({'is': 'returned', 'value': {'is': 'Mark', 'score': 100}, 'score': 4,"
    " 'outcome': 'correct', 'max_score': 4}) * 20)",
    "ready": "raw(frame({'is': 'ready'}) + frame({'is': 'unconfined', 'why': 'x'}))",
    "length": "raw(b'\\xff\\xff\\xff\\xff')",
    "length_lies": "raw(struct.pack('>I', 15 << 20) + b'{}')",
    "empty": "raw(struct.pack('>I', 0) * 100)",
    "garbage": "raw(frame(os.urandom(1000)))",
    "text": "raw(frame(b'\\x80\\xff not json'))",
    "list": "raw(frame([1, 2]))",
    "deep": "raw(frame(b'[' * 200_000 + b']' * 200_000))",
    "deep_object": "raw(frame(b'{\"is\":' * 100_000 + b'1' + b'}' * 100_000))",
    "nan": 'raw(frame(b\'{"is": NaN, "handle": Infinity}\'))',
    "digits": "raw(frame(b'{\"is\": ' + b'9' * 1_000_000 + b'}'))",
    "many": "raw(frame(b'{\"is\": [' + b'{},' * 300_000 + b'{}]}'))",
    "partial": "raw(struct.pack('>I', 1000) + b'{')",
    "slow_drip": """
for _ in range(1000):
    raw(b'\\x00')
    time.sleep(0.1)
""",
    "closed": "[os.close(fd) for fd in fds]",
    "shut": "[socket.socket(fileno=fd).shutdown(socket.SHUT_RDWR) for fd in fds]",
    "shut_for_reading": "[socket.socket(fileno=fd).shutdown(socket.SHUT_RD) for fd in fds]",
    "replaced": "[os.dup2(os.open('/dev/null', os.O_RDWR), fd) for fd in fds]",
    "all_closed": "os.closerange(0, 1000)",
    "full": """
for fd in fds:
    os.set_blocking(fd, False)
    try:
        while True:
            os.write(fd, frame({'is': 'outputs', 'outputs': []}) * 1000)
    except BlockingIOError:
        pass
""",
    "descriptors": """
for fd in fds:
    given = [os.open('/dev/null', os.O_RDONLY) for _ in range(50)]
    for _ in range(20):
        socket.send_fds(socket.socket(fileno=os.dup(fd)), [frame({'is': 'outputs'})], given)
""",
    "urgent": "[socket.socket(fileno=os.dup(fd)).send(b'x', socket.MSG_OOB) for fd in fds]",
}
for name, source in AS_ANSWER.items():
    row.add(
        f"channel_{name}",
        cell("def corr2d(X, K):\n    return np.zeros((3, 3))", "corr2d"),
        FIND,
        source,
    )
row.add(
    "channel_in_a_call",
    FIND,
    """
def corr2d(X, K):
    raw(frame({"is": "returned", "value": array, "changed": False}) * 3)
    return np.zeros((3, 3))
def l2_loss(*a):
    raw(struct.pack(">I", 100))
    time.sleep(60)
""",
)
row.add(
    "channel_reads_ahead",
    FIND,
    """
import threading
def listen():
    for fd in fds:
        while True:
            print(os.read(fd, 1 << 16))
            raw(frame({"is": "returned", "value": array, "changed": False}))
threading.Thread(target=listen, daemon=True).start()
""",
    "def corr2d(X, K):\n    return np.zeros((3, 3))",
)
