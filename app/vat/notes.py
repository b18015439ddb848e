"""Why an invoice bears no VAT, in the words the law of the region wants. The texts are data: see regions/*.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

SMALL_BUSINESS = "small_business"


@dataclass(frozen=True, slots=True)
class Note:
    """`code` is the VATEX code (BT-121) or "" where the list has none; `valid_until` is the last day."""

    key: str
    category: str
    code: str
    texts: Mapping[str, str]
    valid_from: date
    valid_until: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def text(self, language: str) -> str:
        return self.texts.get(language) or self.texts["en"]


def note_on(notes: Iterable[Note], category: str, small_business: bool, day: date) -> Note | None:
    """The note for what is supplied on this day; None where a category needs none or the region knows none.

    What a small business is exempt from has its own text; for the other categories it makes no difference.
    """
    wants_own = small_business and category == "E"
    for note in notes:
        if note.category == category and note.holds_on(day) and (note.key == SMALL_BUSINESS) == wants_own:
            return note
    return None
