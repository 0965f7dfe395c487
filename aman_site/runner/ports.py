"""Network ports of this machine: is one free, which one is."""

import socket

from .terminal import refuse

HOST = "127.0.0.1"


def require_free_port(port: int) -> None:
    """Refuse with a sentence when something listens on the port already.

    Raises:
        RefusalError: the port is taken or may not be used.
    """
    with socket.socket() as probe:
        # As the server does: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            refuse(f"Port {port} is kept for the system. Choose one above 1023: --port 8000")
        except (OSError, OverflowError):
            refuse(
                f"Port {port} is taken: something listens there already (an Aman that still "
                f"runs?). Stop it, or choose another port: ./aman run --port {port + 1}"
            )


def find_free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
