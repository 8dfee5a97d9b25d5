"""The network, sockets of this machine, and the kernel's other doors."""

from __future__ import annotations

from tests.hostile.attack import Row

ROWS = [net := Row("the network"), doors := Row("system calls that lead out")]

net.add(
    "network",
    """
import urllib.request, http.client, ssl, asyncio
def tcp(): socket.create_connection(("127.0.0.1", @TCP@), 1).send(b"hello")
def udp(): socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", @UDP@))
def unix(kind, path): s = socket.socket(socket.AF_UNIX, kind); s.connect(path); s.send(b"x")
def pair(kind, path): socket.socketpair(socket.AF_UNIX, kind)[0].sendto(b"x", path)
def message(kind, path):
    socket.socketpair(socket.AF_UNIX, kind)[0].sendmsg([b"x"], [], 0, path)
attempt("tcp", tcp)
attempt("udp", udp)
attempt("tcp on six", lambda: socket.create_connection(("::1", @TCP@), 1))
attempt("a name", lambda: socket.getaddrinfo("example.org", 80))
attempt("a host", lambda: socket.gethostbyname("localhost.localdomain.test"))
attempt("a page", lambda: urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1))
attempt("a stream's path", lambda: unix(socket.SOCK_STREAM, "@STREAM@"))
attempt("a datagram's path", lambda: unix(socket.SOCK_DGRAM, "@DGRAM@"))
attempt("an abstract name", lambda: unix(socket.SOCK_DGRAM, "\\0@ABSTRACT@"))
for kind in (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_RAW, socket.SOCK_STREAM):
    for path in ("@DGRAM@", "\\0@ABSTRACT@", "@STREAM@"):
        for send in (pair, message):
            attempt("a socket of a pair", lambda: send(kind, path))
attempt("a server", lambda: socket.create_server(("127.0.0.1", 0)))
attempt("a packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
attempt("vsock", lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))
attempt("crypto", lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET))
attempt("asyncio", lambda: asyncio.new_event_loop().run_until_complete(
    asyncio.open_connection("127.0.0.1", @TCP@)))
attempt("a call of libc", lambda: must(libc.socket(2, 1, 0)))
attempt("a call by number", lambda: must(call(41, 1, 2, 0)))
attempt("connect the channel", lambda: must(call(42, 3, b"\\1\\0@DGRAM@\\0", 110)))
""",
)
net.add(
    "loop_devices",
    """
attempt("a serial line", lambda: open("/dev/ttyS0", "w"))
attempt("a console", lambda: open("/dev/console", "w"))
attempt("the journal", lambda: open("/run/systemd/journal/socket", "w"))
attempt("the tunnel", lambda: open("/dev/net/tun", "r+b"))
attempt("a bus", lambda: open("/run/dbus/system_bus_socket"))
""",
)

NUMBERS = {
    "unshare": "272, 0x10000000", "a mount": "165, 0, 0, 0, 0, 0", "unmount": "166, b'/proc', 2",
    "a new root": "161, b'/'", "pivot": "155, b'/', b'/'", "an open tree": "428, -100, b'/', 1",
    "a file system": "430, b'tmpfs', 0", "mount attributes": "442, -1, b'/', 0x8000, 0, 32",
    "another namespace": "308, 3, 0", "trace": "101, 0, 0, 0, 0", "read memory": "310, 1, 0, 0, 0",
    "write memory": "311, 1, 0, 0, 0", "a program for the kernel": "321, 0, 0, 0",
    "a ring": "425, 1, 0", "enter a ring": "426, 0, 0, 0, 0, 0", "faults": "323, 0",
    "events": "298, 0, 0, 0, 0, 0", "keys": "250, 0, 0", "add a key": "248, 0, 0, 0, 0, 0",
    "a memory file": "319, b'x', 0", "secret memory": "447, 0", "shared memory": "29, 0, 4096, 512",
    "messages": "68, 0, 512", "semaphores": "64, 0, 1, 512", "a queue": "240, b'x', 64, 0, 0",
    "personality": "135, 0x0040000", "a module": "175, 0, 0, 0", "reboot": "169, 0, 0, 0, 0",
    "the clock": "227, 0, 0", "swap": "167, b'x', 0", "a handle": "303, -100, b'/', 0, 0, 0",
    "by handle": "304, 0, 0, 0", "priority": "141, 0, 0, -20", "processors": "203, 0, 0, 0",
    "the log of the kernel": "103, 2, 0, 0", "ports": "172, 3", "host name": "170, b'x', 1",
    "a pid handle": "434, 1, 0", "another's file": "438, 3, 0, 0", "watch all": "300, 0, 0",
    "compare": "312, 1, 1, 0, 0, 0", "accounting": "163, 0", "groups": "116, 0, 0",
    "user": "105, 0", "all users": "117, 0, 0, 0", "file user": "123, 0",
}  # fmt: skip
CHECKED = "\n".join(
    f'attempt("{name}", lambda: must(call({arguments})))'
    for name, arguments in NUMBERS.items()
    if name not in ("file user", "user", "all users")
)
doors.add("system_calls", CHECKED)
doors.add(
    "regain_rights",
    """
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
full = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
attempt("capabilities", lambda: must(libc.capset(header, full)))
attempt("the user", lambda: os.setuid(0))
attempt("all users", lambda: os.setresuid(0, 0, 0))
attempt("the group", lambda: os.setgid(0))
attempt("a map of users", lambda: open("/proc/self/uid_map", "w").write("0 0 1"))
attempt("the limit of processes", lambda: open("/proc/sys/kernel/pid_max", "w").write("9999"))
attempt("the kernel's killer", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
attempt("a nicer place", lambda: os.nice(-10) or os.nice(5))
attempt("core pattern", lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/bin/sh"))
attempt("a writable root", lambda: must(libc.mount(0, b"/", 0, 0x1020, 0)))
attempt("a device", lambda: os.mknod("disk", 0o60600, os.makedev(8, 0)))
attempt("the scratch unmounted", lambda: must(libc.umount2(os.getcwd().encode(), 2)))
attempt("limits of files", lambda: __import__("resource").setrlimit(7, (9999, 9999)))
""",
)
