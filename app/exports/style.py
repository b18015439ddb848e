"""How reports look on paper: what all of them share, and what one kind has of its own."""

from __future__ import annotations

from app.settings import ROOT

_FOLDER = ROOT / "templates" / "exports"


def style(kind: str) -> bytes:
    return (_FOLDER / "report.css").read_bytes() + (_FOLDER / f"{kind}.css").read_bytes()
