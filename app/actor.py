"""Who acts: what the change history and the access log write down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import N_, Message

# Written into the change history as it stands here, and said in the reader's language.
IMPORT_ROW = N_("Import {number}, row {line}")
IMPORT_UNDONE = N_("Import {number} undone")
MASS = N_("Mass action {number}")
MASS_UNDONE = N_("Mass action {number} undone")
MERGE = N_("Merge {number}")
MERGE_UNDONE = N_("Merge {number} undone")
_MEANS = {
    text: re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>\\d+)", text))
    for text in (IMPORT_ROW, IMPORT_UNDONE, MASS, MASS_UNDONE, MERGE, MERGE_UNDONE)
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
