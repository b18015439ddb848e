"""Where a file lies while it is imported: <data>/staging/<region>/<uuid>/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.jobs import staging

SHELF = staging.Shelf("staging")


class Folder(staging.Folder):
    """One import's files."""

    @property
    def refused(self) -> Path:
        return self.path / "refused.csv"


def folder_of(data: Path, region: str, batch_uuid: str) -> Folder:
    return Folder(SHELF.path(data, region, batch_uuid))


def folders(data: Path, region: str) -> Iterator[Folder]:
    return map(Folder, SHELF.paths(data, region))
