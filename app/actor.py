"""Who acts: what the change history and the access log write down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import N_, Message

# Written into the change history as it stands here, and said in the reader's language.
IMPORT_ROW = N_("Import {number}, row {line}")
_IMPORT_ROW = re.compile(r"Import (?P<number>\d+), row (?P<line>\d+)")


@dataclass(frozen=True)
class Actor:
    """`id` like "staff:3" or "system"; `source` says by what means, e.g. "Import 31, row 884"."""

    id: str
    name: str
    source: str = ""

    @property
    def means(self) -> Message | str:
        """`source` as a person reads it."""
        found = _IMPORT_ROW.fullmatch(self.source)
        return Message(IMPORT_ROW, found.groupdict()) if found else self.source


SYSTEM = Actor("system", "System")
