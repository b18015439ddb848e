"""What was uploaded -> files that may be stored, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.content import find_type, refusal
from app.documents.filenames import safe_filename
from app.documents.model import File
from app.errors import Problem
from app.i18n import N_, Message


def accept(
    received: Sequence[tuple[str, bytes]], field: str = "files", required: bool = True
) -> tuple[list[File], list[Problem]]:
    """Looks into every byte of every file: for a worker thread. All problems at once, at `field`."""
    files = [_file(name, data) for name, data in received]
    problems = [Problem(field, message) for file in files if (message := _fault(file))]
    if required and not files:
        problems.append(Problem(field, Message(N_("Choose at least one file."))))
    return files, problems


def _file(name: str, data: bytes) -> File:
    filename = safe_filename(name)
    return File(filename, data, find_type(data, filename))


def _fault(file: File) -> Message | None:
    if not file.data:
        return Message(N_("“{name}” is empty."), {"name": file.filename})
    return refusal(file.kind, file.filename)
