"""Who acts: what the change history and the access log write down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import N_, Message

# Written into the change history as it stands here, and said in the reader's language.
IMPORT_ROW = N_("Import {number}, row {line}")
IMPORT_UNDONE = N_("Import {number} undone")
_MEANS = {
    IMPORT_ROW: re.compile(r"Import (?P<number>\d+), row (?P<line>\d+)"),
    IMPORT_UNDONE: re.compile(r"Import (?P<number>\d+) undone"),
}


@dataclass(frozen=True)
class Actor:
    """`id` like "staff:3" or "system"; `source` says by what means, e.g. "Import 31, row 884"."""

    id: str
    name: str
    source: str = ""

    @property
    def means(self) -> Message | str:
        """`source` as a person reads it."""
        for text, pattern in _MEANS.items():
            if found := pattern.fullmatch(self.source):
                return Message(text, found.groupdict())
        return self.source


SYSTEM = Actor("system", "System")
