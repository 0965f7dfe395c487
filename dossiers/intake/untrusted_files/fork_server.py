"""Runs in a process of its own: has loaded what opening a file needs, and forks a child a file.

Loading the libraries takes longer than opening most files. Nothing strange is read here: each
file gets a fork that knows of no other file and is confined before the first byte comes.
Started by `forked_process`, never imported by the site.
"""

import gc
import importlib
import json
import os
import socket
import sys

from PIL import Image

from . import child

# Without children and without work for so long, it ends: it is started again when needed.
IDLE_S = 60.0
MAX_QUESTION_BYTES = 1024


def main() -> None:
    """Fork child processes and reap them until the socket closes or stays idle for a minute."""
    Image.init()
    child.warm_up()
    # What is there now is shared with all children; collecting it would copy it.
    gc.freeze()
    server = socket.socket(fileno=sys.stdin.fileno())
    server.settimeout(IDLE_S)
    alive: set[int] = set()
    while True:
        try:
            message, pipes, _, _ = socket.recv_fds(server, MAX_QUESTION_BYTES, 2)
        except TimeoutError:
            if alive:
                continue
            return
        if not message:
            return
        question = json.loads(message)
        if question["do"] == "fork":
            pid = fork(question["module"], question["memory_mb"], pipes)
            alive.add(pid)
            answer: dict[str, float] = {"pid": pid}
        else:
            answer = reap(question["pid"])
            alive.discard(question["pid"])
        server.sendall(json.dumps(answer).encode())


def fork(module: str, memory_mb: int, pipes: list[int]) -> int:
    """Return the id of a child that runs a module of ours, questions and answers on its pipes."""
    pid = os.fork()
    if not pid:
        # Whatever happens, the child does not come back into the loop above.
        try:
            # The socket to the site goes as the pipe takes its place.
            os.dup2(pipes[0], sys.stdin.fileno())
            os.dup2(pipes[1], sys.stdout.fileno())
            _close(pipes)
            importlib.import_module(module).main(memory_mb)
        finally:
            os._exit(1)
    # The group that is killed with it.
    os.setpgid(pid, pid)
    _close(pipes)
    return pid


def reap(pid: int) -> dict[str, float]:
    """Wait for a child that was killed and return what it used."""
    try:
        _, _, usage = os.wait4(pid, 0)
    except ChildProcessError:
        # Of a fork server before this one.
        return {}
    return {"peak_mb": usage.ru_maxrss / 1024, "cpu_seconds": usage.ru_utime + usage.ru_stime}


def _close(pipes: list[int]) -> None:
    for pipe in pipes:
        os.close(pipe)


if __name__ == "__main__":
    main()
