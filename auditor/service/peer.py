"""Who connects: on a machine with several users, the loopback address is everybody's."""

import os
import socket
import sys
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _USER = 1, 2, 7

Address = tuple[str, int]


def is_ours(client: Address, server: Address) -> bool:
    """Whether a connection is of the user who runs this program, of root, or of nobody who can be told."""
    user = user_of(client, server)
    return user is None or user in _allowed()


def user_of(client: Address, server: Address) -> int | None:
    """Return the user who opened a connection from ``client``; None where the system does not say.

    Linux lists its sockets with their users; elsewhere nothing is known.
    """
    ends = _written(client), _written(server)
    try:
        lines = _TABLE.read_text("ascii").splitlines()[1:]
    except (OSError, ValueError):
        return None
    for line in lines:
        columns = line.split()
        if (columns[_LOCAL], columns[_REMOTE]) == ends:
            return int(columns[_USER])
    return None


def _written(address: Address) -> str:
    """Return an IPv4 address and its port as the table has them."""
    number = int.from_bytes(socket.inet_aton(address[0]), sys.byteorder)
    return f"{number:08X}:{address[1]:04X}"


def _allowed() -> set[int]:
    """Return who may connect: who started this, be it by sudo; root may read everything anyway."""
    allowed = {0, os.getuid()}
    if (behind := os.environ.get("SUDO_UID", "")).isdecimal():
        allowed.add(int(behind))
    return allowed
