"""Runs as a process of its own: sheets on stdin, a PDF for each on stdout.

It asks nobody for anything: no address, no file, whatever the HTML says. Each sheet is laid out in a fork of its own,
which is limited, sees no other sheet and ends with it; what costs time is loaded once, before. Imports nothing of app,
so that it starts fast and alone (`python -I printer.py`), and ends with whoever started it.

A message is a line of JSON and then the bytes whose lengths it tells.
"""

from __future__ import annotations

import ctypes
import io
import json
import logging
import os
import resource
import select
import signal
import sys
import tempfile
import time
from typing import IO, Any

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 120
# Afterwards it ends by itself, and is started again for the next sheet.
IDLE_SECONDS = 600
MAX_PDF_BYTES = 64 * 1024 * 1024
_SET_PARENT_DEATH_SIGNAL = 1
_WARM_UP = "<style>p { font: 400 9pt Inter } b { font-weight: 600 }</style><p>Łódź <b>1.234,50 €</b>"


def load() -> Any:
    """WeasyPrint, with its fonts found."""
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    # Its code is run once here and not again in every fork.
    weasyprint.HTML(string=_WARM_UP).write_pdf(pdf_variant="pdf/a-3b")
    return weasyprint


def limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tempfile.tempdir = "/nonexistent"
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def lay_out(weasyprint: Any, head: dict[str, Any], parts: dict[str, bytes]) -> bytes:
    class Given(weasyprint.URLFetcher):  # type: ignore[misc]
        """Pictures that came with the sheet have addresses; nothing else has."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            name = url.removeprefix("given:")
            if name == url or name not in head["pictures"]:
                raise ValueError("nothing is fetched")
            kind = {"Content-Type": head["pictures"][name]}
            return weasyprint.urls.URLFetcherResponse(url, parts[name], kind)

    given = Given()
    page = weasyprint.HTML(string=parts["html"].decode(), base_url=None, url_fetcher=given, encoding="utf-8")
    style = weasyprint.CSS(string=parts["style"].decode(), url_fetcher=given)
    options = {"pdf_variant": "pdf/a-3b"} if head["archival"] else {}
    pdf: bytes = page.write_pdf(stylesheets=[style], uncompressed_pdf=False, **options)
    return embedded(pdf, head, parts["xml"]) if "xml" in parts else pdf


def embedded(pdf: bytes, head: dict[str, Any], xml: bytes) -> bytes:
    """With the structured invoice inside (ZUGFeRD, Factur-X)."""
    import facturx  # type: ignore[import-untyped]

    file = io.BytesIO(pdf)
    facturx.generate_from_file(
        file, xml, flavor="factur-x", level="en16931", check_xsd=False, pdf_metadata=head["metadata"],
        lang=head["language"], afrelationship="alternative",
    )  # fmt: skip
    return file.getvalue()


def fork(weasyprint: Any, head: dict[str, Any], parts: dict[str, bytes], seconds: int) -> bytes:
    """Empty where the sheet could not be laid out."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reader)
            limit(seconds)
            pdf = lay_out(weasyprint, head, parts)
            with os.fdopen(writer, "wb") as out:
                out.write(pdf)
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as answer:
        pdf = received(answer, 2 * seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return pdf


def received(answer: IO[bytes], seconds: int) -> bytes:
    """All that the fork says in time; empty where that is too long or no PDF."""
    end, data = time.monotonic() + seconds, bytearray()
    while len(data) <= MAX_PDF_BYTES:
        if not select.select([answer], [], [], max(0.0, end - time.monotonic()))[0]:
            return b""
        some = answer.read(1 << 16)
        if not some:
            return bytes(data) if data.startswith(b"%PDF-") and b"%%EOF" in data[-64:] else b""
        data += some
    return b""


def main() -> None:
    seconds = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else SECONDS
    sheets, answers = sys.stdin.buffer, sys.stdout.buffer
    weasyprint = load()
    # Asked before reading: what waits in Python's own buffer is not seen by select, but no sheet is sent before the
    # answer to the one before.
    while select.select([sheets], [], [], IDLE_SECONDS)[0]:
        line = sheets.readline()
        if not line:
            return
        head = json.loads(line)
        parts = {name: sheets.read(length) for name, length in head["parts"].items()}
        if "xml" in parts:
            __import__("facturx")
        pdf = fork(weasyprint, head, parts, seconds)
        answers.write(b"%d\n%s" % (len(pdf), pdf))
        answers.flush()


if __name__ == "__main__":
    main()
