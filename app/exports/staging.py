"""Where an export lies until it is fetched: <data>/exports/<region>/<uuid>/."""

from __future__ import annotations

from pathlib import Path

from app.jobs.staging import Folder, Shelf

SHELF = Shelf("exports")


def folder_of(data: Path, region: str, export_uuid: str) -> Folder:
    return Folder(SHELF.path(data, region, export_uuid))
