"""Documents are sealed in parts, so that a large one is opened bit by bit while it is sent out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from app.documents.model import PART_BYTES, Document, File, Sealed
from app.documents.preview import picture
from app.vault import Key, Keyring


def seal_all(files: Sequence[File], owner: str, keys: Keyring) -> list[Sealed]:
    """Renders the previews and seals all: seconds of work, not for the event loop or the writer thread."""
    key = keys.key(owner)
    return [seal(file, owner, key) for file in files]


def seal(file: File, owner: str, key: Key) -> Sealed:
    name = str(uuid.uuid4())
    count = -(-len(file.data) // PART_BYTES)
    parts = tuple(
        key.seal(file.data[part * PART_BYTES : (part + 1) * PART_BYTES], _place(name, part, count))
        for part in range(count)
    )
    shown = picture(file.data, file.kind)
    return Sealed(
        uuid=name,
        filename=file.filename,
        kind=file.kind,
        size=len(file.data),
        key_owner=owner,
        parts=parts,
        preview=key.seal(shown.png, _preview_of(name)) if shown else None,
        preview_size=(shown.width, shown.height) if shown else None,
    )


def open_part(document: Document, part: int, sealed: bytes, key: Key) -> bytes:
    """Raises WrongKey also where parts were swapped, left out or taken from another document."""
    return key.open(sealed, _place(document.uuid, part, document.parts))


def open_sent(sealed: Sealed, part: int, key: Key) -> bytes:
    """Of a document that is not stored yet."""
    return key.open(sealed.parts[part], _place(sealed.uuid, part, len(sealed.parts)))


def open_preview(document: Document, sealed: bytes, key: Key) -> bytes:
    return key.open(sealed, _preview_of(document.uuid))


def _place(name: str, part: int, count: int) -> bytes:
    return f"{name}:{part}:{count}".encode()


def _preview_of(name: str) -> bytes:
    return f"{name}:preview".encode()
