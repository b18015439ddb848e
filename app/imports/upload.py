"""Receives the file to import straight onto the disk: it never lies in the server's memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from litestar.exceptions import ClientException
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)

from app.documents.filenames import safe_filename
from app.errors import TooLarge
from app.i18n import N_
from app.imports.reading.model import MAX_FILE_BYTES
from app.web.user import WebRequest

MAX_MEGABYTES = MAX_FILE_BYTES // 1024**2
MAX_REQUEST_BYTES = MAX_FILE_BYTES + 1024**2
_MOST_PARTS = 10
_LONGEST_TEXT = 4096


@dataclass
class Received:
    """The texts of the form; `filename` is "" when no file was chosen."""

    texts: dict[str, str] = field(default_factory=dict)
    filename: str = ""
    size: int = 0
    sha256: str = ""


async def receive(request: WebRequest, target: Path) -> Received:
    """Raises TooLarge (413) at once where the request announces too much, else as soon as the file is."""
    kind, options = request.content_type
    if (request.content_length or 0) > MAX_REQUEST_BYTES:
        raise _too_large()
    if kind != "multipart/form-data":
        raise ClientException("a form with a file is expected")
    received, digest = Received(), hashlib.sha256()
    with target.open("wb") as file:
        try:
            with PushMultipartParser(
                options.get("boundary", ""), max_segment_size=MAX_FILE_BYTES, max_segment_count=_MOST_PARTS
            ) as parser:
                taking: _Part | None = None
                async for chunk in request.stream():
                    for event in parser.parse(chunk) if not parser.closed else ():
                        if isinstance(event, MultipartSegment):
                            taking = _Part(event, received, file)
                        elif event and taking:
                            taking.take(event, digest)
        except ParserLimitReached as error:
            raise _too_large() from error
        except MultipartError as error:
            raise ClientException("damaged form") from error
    received.sha256 = digest.hexdigest()
    return received


class _Part:
    """One part of the form while it arrives: the file goes to the disk, everything else is a short text."""

    def __init__(self, segment: MultipartSegment, received: Received, file: IO[bytes]) -> None:
        self._name, self._received = segment.name or "", received
        self._file = file if self._name == "file" and segment.filename else None
        if self._file:
            received.filename = safe_filename(segment.filename)

    def take(self, chunk: bytes, digest: hashlib._Hash) -> None:
        if self._file:
            self._file.write(chunk)
            digest.update(chunk)
            self._received.size += len(chunk)
        else:
            text = self._received.texts.get(self._name, "") + chunk.decode("utf-8", "replace")
            if len(text) > _LONGEST_TEXT:
                raise ClientException("a text of the form is too long")
            self._received.texts[self._name] = text


def _too_large() -> TooLarge:
    text = N_("That is too large: a file to import may have {limit} MB. Split it into several files.")
    return TooLarge(text, limit=MAX_MEGABYTES)
