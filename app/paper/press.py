"""The processes that print: two at most, one sheet at a time in each, started when first needed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import LifoQueue
from threading import Timer
from types import TracebackType

from app.errors import MasakuError, TooMany
from app.i18n import N_
from app.paper import printer

AT_ONCE = 2
MOST_WAITING = 40
CLOSING_SECONDS = 3.0
FONTS = Path(__file__).parent / "fonts"  # found by fontconfig as those of a user


class NotPrinted(MasakuError):
    """It took too long or too much, or the printer was ended."""

    status = 503


@dataclass(frozen=True)
class Picture:
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Sheet:
    """A page of HTML without links and its style; `pictures` by name, shown by `<img src="given:name">`.

    `archival` makes it PDF/A-3; `xml` is then put inside as the structured invoice, with `metadata` (title, author,
    subject, keywords) as the document's.
    """

    html: str
    style: bytes
    language: str = "en"
    archival: bool = False
    xml: bytes = b""
    metadata: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def message(self) -> bytes:
        parts = {"html": self.html.encode("utf-8", "replace"), "style": self.style}
        parts |= {name: picture.data for name, picture in self.pictures.items()}
        if self.xml:
            parts["xml"] = self.xml
        head = {
            "parts": {name: len(data) for name, data in parts.items()},
            "pictures": {name: picture.media_type for name, picture in self.pictures.items()},
            "archival": self.archival, "language": self.language, "metadata": dict(self.metadata),
        }  # fmt: skip
        return b"\n".join([json.dumps(head).encode(), b"".join(parts.values())])


class Press:
    """One printing process; for one thread at a time. A sheet takes `seconds` of a processor at most."""

    def __init__(self, seconds: int = printer.SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def print(self, sheet: Sheet) -> bytes:
        """The PDF. Blocks; raises NotPrinted."""
        message = sheet.message()
        # Ended meanwhile, for being idle or by the system: a new one is asked once.
        pdf = self._asked(message) if self._is_running else None
        if pdf is None:
            self.close()
            pdf = self._asked(message)
        if not pdf:
            raise NotPrinted(N_("The page could not be laid out: it took too long or too much memory."))
        return pdf

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def end(self) -> None:
        """From another thread: the sheet in hand is not printed, nor is any other."""
        self._ended = True
        process = self._process  # the thread that prints may let go of it meanwhile
        if process is not None:
            process.kill()

    @property
    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _asked(self, message: bytes) -> bytes | None:
        """None where nobody answers."""
        if self._process is None and not self._ended:
            self._process = _started(self._seconds)
        if self._process is None or self._ended:
            return None
        into, out = self._process.stdin, self._process.stdout
        assert into is not None and out is not None
        with suppress(OSError):
            into.write(message)
            into.flush()
            length = out.readline()
            pdf = out.read(int(length or 0))
            return pdf if length else None
        return None


class Presses:
    """For the server: `await print(sheet)`, never on the event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="press")
        self._all = [Press() for _ in range(AT_ONCE)]
        self._idle: LifoQueue[Press] = LifoQueue()
        for press in self._all:
            self._idle.put(press)
        self._waiting = 0

    async def print(self, sheet: Sheet) -> bytes:
        """Raises TooMany where too many wait already, NotPrinted like Press."""
        if self._waiting >= MOST_WAITING:
            raise TooMany(N_("Many pages are being printed just now. Please try again in a moment."), 10)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._print, sheet)
        finally:
            self._waiting -= 1

    def _print(self, sheet: Sheet) -> bytes:
        press = self._idle.get()
        try:
            return press.print(sheet)
        finally:
            self._idle.put(press)

    def close(self, within_seconds: float = CLOSING_SECONDS) -> None:
        """Pages in hand have so long to be finished; nobody waits minutes for the server to end."""
        patience = Timer(within_seconds, self._end)
        patience.start()
        self._threads.shutdown(cancel_futures=True)
        patience.cancel()
        for press in self._all:
            press.close()

    def _end(self) -> None:
        for press in self._all:
            press.end()


def _started(seconds: int) -> subprocess.Popen[bytes]:
    """The one binary starts itself under a word; a checkout runs the file alone. Our own fonts lie where fontconfig
    looks for those of a user."""
    frozen = getattr(sys, "frozen", False)
    command = (
        [sys.executable, "print-pages"] if frozen else [sys.executable, "-I", str(Path(printer.__file__))]
    )
    return subprocess.Popen(
        [*command, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"HOME": "/nonexistent", "LANG": "C.UTF-8", "XDG_DATA_HOME": str(FONTS.parent)},
    )
