"""What a document is, and how much of them there may be."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.kinds import ContentType, kind_of

MIB = 1024 * 1024
MAX_MEGABYTES = 25
MAX_BYTES = MAX_MEGABYTES * MIB
MAX_FILES = 20
# A request with several files; what is larger is refused before it is read.
MAX_REQUEST_BYTES = 60 * MIB
PART_BYTES = MIB
CLIENT_QUOTA_BYTES = 1024 * MIB
REGION_QUOTA_BYTES = 20 * 1024 * MIB


@dataclass(frozen=True)
class File:
    """A file as it was sent, its name made safe and its kind found."""

    filename: str
    data: bytes
    kind: ContentType


@dataclass(frozen=True)
class Sealed:
    """A file ready to be stored: without the owner's key it tells name, kind and size only."""

    uuid: str
    filename: str
    kind: ContentType
    size: int
    key_owner: str
    parts: tuple[bytes, ...]
    preview: bytes | None
    preview_size: tuple[int, int] | None


@dataclass(frozen=True)
class Document:
    id: int
    uuid: str
    client_id: int
    note_id: int | None
    filename: str
    media_type: str
    inline_safe: bool
    size: int
    parts: int
    key_owner: str
    upload: str
    preview_width: int | None
    preview_height: int | None
    added_by_id: str
    added_by_name: str
    added_at: str

    @property
    def kind(self) -> ContentType:
        return kind_of(self.media_type)

    @property
    def has_preview(self) -> bool:
        return self.preview_width is not None

    @property
    def place(self) -> str:
        """The cursor behind this document, see store.read_place."""
        return f"{self.added_at}.{self.id}"
