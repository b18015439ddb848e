"""Runs as a process of its own: HTML on stdin (after the length of the style sheet before it), a PDF on stdout.

It asks nobody for anything: no address, no file, whatever the HTML says. Imports nothing of app, so that it starts fast
and alone (`python -I paper.py`), and ends when whoever started it does.
"""

from __future__ import annotations

import ctypes
import logging
import resource
import signal
import sys
from typing import Any

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 120
_SET_PARENT_DEATH_SIGNAL = 1


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def main() -> None:
    limit()
    from weasyprint import CSS, HTML, URLFetcher

    class Nobody(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            raise ValueError("nothing is fetched")

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    length, _, rest = data.partition(b"\n")
    style, html = rest[: int(length)].decode(), rest[int(length) :].decode()
    nobody = Nobody()
    page = HTML(string=html, base_url=None, url_fetcher=nobody, encoding="utf-8")
    page.write_pdf(
        sys.stdout.buffer, stylesheets=[CSS(string=style, url_fetcher=nobody)], uncompressed_pdf=False
    )


if __name__ == "__main__":
    main()
