"""What all benchmarks share: servers on free ports, wrk, medians, tables."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
WORK = Path(tempfile.gettempdir()) / "masaku-bench"
CONNECTIONS = 16
_START_SECONDS = 60


@dataclass(frozen=True)
class Shot:
    """One run of wrk. Latencies in milliseconds."""

    rps: float
    p50: float
    p99: float
    failed: int
    bytes_each: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], url: str, env: Mapping[str, str] | None = None) -> Iterator[int]:
    """Runs a server until the block ends; yields its process id once `url` answers."""
    WORK.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ended from outside, we still end what we started
    with (WORK / "server.log").open("a") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for(url, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server on loopback
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer; see {WORK / 'server.log'}")


def wrk(
    origin: str,
    lines: Sequence[str],
    *,
    seconds: int,
    headers: Mapping[str, str] | None = None,
    connections: int = CONNECTIONS,
) -> Shot:
    """Sends `lines` ("GET<tab>/path") round and round on one thread, once the server has nothing left to do."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    _settle(origin, lines[0], headers or {})
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=WORK) as file:
        file.write("\n".join(lines))
        file.flush()
        script = str(Path(__file__).with_name("requests.lua"))
        given = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, *given, origin]
        env = {**os.environ, "REQUESTS": file.name}
        printed = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    result = next(line for line in printed.splitlines() if line.startswith("RESULT"))
    requests, duration, failed, p50, p99, size = map(int, result.split()[1:])
    return Shot(requests / duration * 1e6, p50 / 1e3, p99 / 1e3, failed, size / max(1, requests))


def _settle(origin: str, line: str, headers: Mapping[str, str]) -> None:
    """A slow server still works on what the run before has asked for: waits until it answers at its usual pace."""
    path = line.split("\t")[1]
    address = urlsplit(origin).netloc
    for _ in range(3):
        connection = http.client.HTTPConnection(address, timeout=120)
        connection.request("GET", path, headers=dict(headers))
        connection.getresponse().read()
        connection.close()


def interleaved(cases: Mapping[str, Callable[[int], Shot]], rounds: int) -> dict[str, list[Shot]]:
    """Every case once per round, so that a busy minute of the machine hits all of them."""
    shots: dict[str, list[Shot]] = {name: [] for name in cases}
    for number in range(rounds):
        for name, case in cases.items():
            print(f"\r\033[K  round {number + 1} of {rounds}: {name}", end="", file=sys.stderr, flush=True)
            shots[name].append(case(number))
    print("\r\033[K", end="", file=sys.stderr)
    return shots


def median(shots: Sequence[Shot], of: str = "rps") -> float:
    return float(statistics.median(getattr(shot, of) for shot in shots))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first column to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        first, *others = zip(row, widths, strict=True)
        print("  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]).rstrip())
    print()


def ratio(value: float, wanted: float, *, at_most: bool = False) -> tuple[str, str, str]:
    """(measured, target, verdict) as texts for a table."""
    met = value <= wanted if at_most else value >= wanted
    return f"{value:.3g}", f"{'<=' if at_most else '>='} {wanted:g}", "yes" if met else "NO"
