"""A real Elasticsearch on this machine, for tests and for trying the engine.

Maven brings the server that Elastic publishes for integration tests (no custom
analyzers, no scripts: the engine needs neither); it runs on loopback as an
ordinary user and is ended by its pid file. Its data may be thrown away: the
index is made again from the database. Production uses the vendor's packages.
"""

import hashlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

VERSION = "8.19.7"
ARTEFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
SHA512 = (
    "80469a18f7cbc5c73f81815f30235edb7a89f56d7ead20048bf07b6a1469b1f3"
    "3ee67619a3fb49d85cb0b3e866fca8b63f04ff07daab4790240e1c0abb30fdf4"
)
HOST = "127.0.0.1"
HEAP = "512m"
START_SECONDS = 120
STOP_SECONDS = 30


class ServerError(Exception):
    """The server cannot be brought, started or stopped; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node; `number` counts from 0 and moves the ports."""

    number: int = 0
    first_port: int = 9200

    @property
    def port(self) -> int:
        """The port of its HTTP interface."""
        return self.first_port + self.number

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    @property
    def transport(self) -> str:
        """Where other nodes meet it."""
        return f"{HOST}:{self.port + 100}"

    @property
    def folder(self) -> Path:
        """Its settings, data and logs."""
        return home() / f"node-{self.port}"

    @property
    def pid(self) -> int | None:
        """The running process; None when there is none."""
        try:
            pid = int((self.folder / "pid").read_text())
            running = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if b"elasticsearch" in running else None


def home() -> Path:
    """Return the folder of the server and its nodes: readable by the account it runs as."""
    folder = Path(tempfile.gettempdir()) / f"aman-elasticsearch-{os.geteuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise ServerError(f"{folder} belongs to somebody else: remove it, then start again.")
    return folder


def what_is_missing() -> str:
    """Return a sentence on what this machine lacks to run the server; empty when nothing."""
    if not shutil.which("java"):
        return "Elasticsearch needs Java 17: apt-get install openjdk-17-jre-headless"
    if not _unpacked().exists() and not shutil.which("mvn"):
        return "Maven brings Elasticsearch: apt-get install maven"
    return ""


def _unpacked() -> Path:
    return home() / f"elasticsearch-{VERSION}"


def bring() -> Path:
    """Bring and unpack the server, once; return its folder."""
    if _unpacked().exists():
        return _unpacked()
    if missing := what_is_missing():
        raise ServerError(missing)
    with tempfile.TemporaryDirectory(dir=home()) as name:
        archive = Path(name) / f"elasticsearch-{VERSION}.zip"
        _run_maven(archive.parent)
        with archive.open("rb") as stream:
            if hashlib.file_digest(stream, "sha512").hexdigest() != SHA512:
                raise ServerError("What Maven brought is not the pinned Elasticsearch.")
        with zipfile.ZipFile(archive) as contents:
            contents.extractall(name)
        unpacked = Path(name) / _unpacked().name
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        unpacked.replace(_unpacked())
    return _unpacked()


def _run_maven(folder: Path) -> None:
    copy = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTEFACT}"]
    run = subprocess.run(
        [*copy, f"-DoutputDirectory={folder}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise ServerError(f"Maven could not bring Elasticsearch: {run.stdout[-500:]}")


def start(*, nodes: int = 1, first_port: int = 9200, heap: str = HEAP) -> list[str]:
    """Start nodes that are not running yet; return their addresses once they answer.

    `heap` is the memory of each node's Java, as Java writes it ("512m", "2g").
    """
    server = bring()
    cluster = [Node(number, first_port) for number in range(nodes)]
    starting = [_launch(server, node, cluster, heap) for node in cluster if node.pid is None]
    for process in starting:
        _wait_for_launcher(process)
    for node in cluster:
        _wait_until_it_answers(node, nodes=nodes)
    return [node.url for node in cluster]


def _launch(server: Path, node: Node, cluster: list[Node], heap: str) -> "subprocess.Popen[bytes]":
    account = _ordinary_account()
    _lay_settings(server, node, cluster)
    if account:
        for path in (node.folder, *node.folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)
    java = Path(shutil.which("java") or "java").resolve().parent.parent
    environment = {
        "PATH": os.environ["PATH"],
        "ES_JAVA_HOME": str(java),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_PATH_CONF": str(node.folder / "config"),
        "ES_TMPDIR": str(node.folder / "tmp"),
    }
    with (node.folder / "start.out").open("w") as output:
        return subprocess.Popen(
            [str(server / "bin" / "elasticsearch"), "-d", "-p", str(node.folder / "pid")],
            cwd=node.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
        )


def _ordinary_account() -> pwd.struct_passwd | None:
    """Return who runs the server when root starts it, which Elasticsearch refuses."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _lay_settings(server: Path, node: Node, cluster: list[Node]) -> None:
    """Write the node's settings; a single node finds no others, three find each other."""
    config = node.folder / "config"
    if not config.exists():
        shutil.copytree(server / "config", config)
    # Elasticsearch refuses a folder for temporary files that holds its settings.
    (node.folder / "tmp").mkdir(exist_ok=True)
    settings: dict[str, object] = {
        "cluster.name": f"aman-{cluster[0].port}",
        "node.name": f"node-{node.port}",
        "network.host": HOST,
        "http.port": node.port,
        "transport.port": node.port + 100,
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "xpack.security.enabled": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }
    if len(cluster) == 1:
        settings["discovery.type"] = "single-node"
    else:
        settings["discovery.seed_hosts"] = [other.transport for other in cluster]
        settings["cluster.initial_master_nodes"] = [f"node-{other.port}" for other in cluster]
    lines = [f"{name}: {json.dumps(value)}" for name, value in settings.items()]
    (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n")


def _wait_for_launcher(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the launcher has left the server running behind it."""
    try:
        code = process.wait(timeout=START_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        raise ServerError(f"Elasticsearch did not start in {START_SECONDS} s.") from error
    if code:
        raise ServerError(f"Elasticsearch did not start: see start.out and logs in {home()}.")


def _wait_until_it_answers(node: Node, *, nodes: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        seen = health(node.url)
        if seen and seen["status"] != "red" and int(str(seen["number_of_nodes"])) >= nodes:
            return
        time.sleep(0.3)
    raise ServerError(f"{node.url} did not answer in {START_SECONDS} s.")


def health(url: str) -> dict[str, object] | None:
    """Return the health of the cluster; None when nothing answers."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=3) as answer:  # noqa: S310
            status: dict[str, object] = json.load(answer)
            return status
    except (OSError, urllib.error.URLError, ValueError):
        return None


def running(first_port: int = 9200) -> list[Node]:
    """Return the nodes that run, counted from the first port."""
    return [node for number in range(5) if (node := Node(number, first_port)).pid]


def stop(first_port: int = 9200) -> int:
    """End the nodes by their pid files, throw their folders away; return how many ran."""
    nodes = running(first_port)
    for node in nodes:
        _signal(node, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(node.pid for node in nodes) and time.monotonic() < deadline:
        time.sleep(0.2)
    for node in nodes:
        if node.pid:
            _signal(node, signal.SIGKILL)
        shutil.rmtree(node.folder, ignore_errors=True)
    return len(nodes)


def _signal(node: Node, number: signal.Signals) -> None:
    if (pid := node.pid) is not None:
        os.kill(pid, number)
