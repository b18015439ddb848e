"""Reads a form with files as it arrives. Nothing touches the disk, nothing too large is read to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from litestar.exceptions import ClientException
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)

from app.documents.model import MAX_BYTES, MAX_FILES, MAX_MEGABYTES, MAX_REQUEST_BYTES, MIB
from app.errors import TooLarge
from app.i18n import N_
from app.web.forms import sent
from app.web.user import WebRequest

MAX_FIELDS = 30
MAX_TEXT_BYTES = 256 * 1024


@dataclass(frozen=True)
class Received:
    """The texts of the form by name, and its files as (name as sent, content)."""

    texts: dict[str, str]
    files: list[tuple[str, bytes]]


@dataclass
class _Part:
    segment: MultipartSegment
    content: bytearray = field(default_factory=bytearray)

    @property
    def is_file(self) -> bool:
        return self.segment.filename is not None

    def take(self, chunk: bytes | bytearray) -> None:
        self.content += chunk
        if not self.is_file and len(self.content) > MAX_TEXT_BYTES:
            raise ClientException("a text of the form is too long")


async def receive(request: WebRequest) -> Received:
    """Raises TooLarge (413) at once where the request announces too much, else as soon as a file is."""
    kind, options = request.content_type
    with_files = kind == "multipart/form-data"
    if (request.content_length or 0) > (MAX_REQUEST_BYTES if with_files else MAX_TEXT_BYTES):
        raise _too_large("")
    if not with_files:
        return Received(await sent(request), [])
    received = Received({}, [])
    for part in await _parts(request, options.get("boundary", "")):
        _put(part, received)
    if len(received.files) > MAX_FILES:
        raise _too_large("")
    return received


async def _parts(request: WebRequest, boundary: str) -> list[_Part]:
    parts: list[_Part] = []
    try:
        with PushMultipartParser(
            boundary, max_segment_size=MAX_BYTES, max_segment_count=MAX_FIELDS + MAX_FILES
        ) as parser:
            async for chunk in request.stream():
                for event in parser.parse(chunk) if not parser.closed else ():
                    if isinstance(event, MultipartSegment):
                        parts.append(_Part(event))
                    elif event:
                        parts[-1].take(event)
    except ParserLimitReached as error:
        raise _too_large((parts[-1].segment.filename or "") if parts else "") from error
    except MultipartError as error:
        raise ClientException("damaged form") from error
    return parts


def _put(part: _Part, received: Received) -> None:
    if part.is_file:
        # An empty file field is sent as a file without name and content.
        if part.segment.filename or part.content:
            received.files.append((part.segment.filename or "", bytes(part.content)))
    else:
        received.texts[part.segment.name or ""] = part.content.decode("utf-8", "replace")


def _too_large(filename: str) -> TooLarge:
    limits = {"each": MAX_MEGABYTES, "files": MAX_FILES, "all": MAX_REQUEST_BYTES // MIB}
    if filename:
        return TooLarge(
            N_("“{name}” is too large: a document may have {each} MB. Nothing was stored."),
            name=filename[:100],
            **limits,
        )
    return TooLarge(
        N_(
            "That is too large: at most {files} documents of {each} MB, {all} MB at once. Nothing was stored."
        ),
        **limits,
    )
