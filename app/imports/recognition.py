"""Which column of a file is which field: by its heading, else by what stands in it, else a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from app.exports.table import OUTGOING
from app.i18n import LOCALES, Message, translate
from app.imports import columns, words
from app.imports.fields import FIELDS
from app.imports.sources import SOURCES, find_source
from app.imports.sources.common import COMMON, GUESSES
from app.imports.sources.model import Source, key
from app.text import fold

How = Literal["heading", "values", "guess", "none"]

# More cells than this tell nothing new.
SAMPLED_CELLS = 100
_JUDGED_CHARACTERS = 200
_IN_BRACKETS = re.compile(r"\s*(?:\([^)]*\)|\[[^]]*\]|[*:]+$)")
# Too common to mean anything inside a longer heading ("Name der Bank").
_SHORTEST_PART = 3
_NO_PARTS = frozenset(
    map(fold, "name|nazwa|numer|nummer|number|land|region|kod|client|customer|klient|kunde".split("|"))
)
# A heading whose cells are none of these is not believed, rather than guessed: each row would be refused.
_CHOICES = frozenset(
    {
        "kind",
        "status",
        "country",
        "currency",
        "payment_term_days",
        "discount",
        "invoice_language",
        "position",
        "contacts",
    }
)


_PERSONS = frozenset({"contact_name", "first_name", "last_name"})
# Several columns may be these without anything getting lost.
_SEVERAL = frozenset({"email", "phone", "notes", "tags"})


@dataclass(frozen=True)
class Match:
    field: str = ""
    how: How = "none"


@dataclass(frozen=True)
class Recognition:
    """`source` is the name of the program that wrote the file, or ""; `columns` has a match for each column."""

    source: str
    columns: tuple[Match, ...]

    @property
    def mapping(self) -> dict[int, str]:
        """Column, counted from 0 -> field."""
        return {place: match.field for place, match in enumerate(self.columns) if match.field}


def recognise(headings: Sequence[str], samples: Sequence[Sequence[str]], source: str = "") -> Recognition:
    """`samples` are the first cells of each column; `source` names the program when the user knows it."""
    headings = [heading[:_JUDGED_CHARACTERS] for heading in headings]
    found = SOURCES.get(source) or find_source(headings)
    cells = [_filled(samples[place]) if place < len(samples) else [] for place in range(len(headings))]
    by_heading = [_by_heading(found, heading, cells[place]) for place, heading in enumerate(headings)]
    taken = {match.field for match in by_heading if match}
    matches = []
    for place, match in enumerate(by_heading):
        matches.append(match or _otherwise(headings[place], cells[place], taken))
        taken.add(matches[-1].field)
    return Recognition(found.name if found else "", tuple(_with_own_id(_with_street(matches))))


def _filled(sample: Sequence[str]) -> list[str]:
    stripped = (cell.strip()[:_JUDGED_CHARACTERS] for cell in sample[:SAMPLED_CELLS])
    return [cell for cell in stripped if not words.is_nothing(cell)]


def _by_heading(source: Source | None, heading: str, cells: Sequence[str]) -> Match | None:
    """None for a heading that is not known or that its cells belie."""
    field = _field_of(source, heading)
    if not field:
        return None if field is None else Match()
    if columns.may_be(field, cells):
        return Match(field, "heading")
    if field == "name":  # "Firma" over ones and zeros asks whether it is a firm
        return Match("kind", "values")
    if field in _CHOICES or columns.fields_by_values(cells):
        return None
    return Match(field, "guess")


def _field_of(source: Source | None, heading: str) -> str | None:
    bare = _IN_BRACKETS.sub("", heading)
    for known in (source, COMMON):
        for text in (heading, bare):
            field = known.field(text) if known else None
            if field is not None:
                return field
    return _own_words().get(key(heading))


@cache
def _own_words() -> dict[str, str]:
    """The product's own names, in each language: its exports can be imported again."""
    # The columns of an export that are no fields have no place here, whatever their cells look like.
    texts = [*((text, "") for text in OUTGOING.values()), *((text, field) for field, text in FIELDS.items())]
    labels = {key(translate(Message(text), locale)): field for text, field in texts for locale in LOCALES}
    return labels | {key(field): field for field in FIELDS}


def _otherwise(heading: str, cells: Sequence[str], taken: Set[str]) -> Match:
    """By the values, else by what the heading or the values suggest; only what no other column is."""
    if not cells:
        return Match()
    free = FIELDS.keys() - (taken - _SEVERAL)
    for field in columns.fields_by_values(cells):
        if field in free:
            return Match(field, "values")
    suggested = [GUESSES.field(heading), _field_of_part(heading), *columns.fields_by_likeness(cells)]
    for field in filter(None, suggested):
        if field in free and columns.may_be(field, cells):
            return Match(field, "guess")
    return Match()


def _field_of_part(heading: str) -> str:
    """The field of the longest known words inside a longer heading ("Adres e-mail do faktur")."""
    text = f" {fold(heading)} "
    return next((field for part, field in _parts() if f" {part} " in text), "")


@cache
def _parts() -> list[tuple[str, str]]:
    parts = {fold(word): field for field, text in COMMON.words.items() for word in text.split("|")}
    usable = (item for item in parts.items() if len(item[0]) >= _SHORTEST_PART and item[0] not in _NO_PARTS)
    return sorted(usable, key=lambda item: -len(item[0]))


def _with_own_id(matches: list[Match]) -> list[Match]:
    """Where no row is a person's, the organisation's number is the row's own."""
    if any(match.field in _PERSONS or match.field == "external_id" for match in matches):
        return matches
    own = [match.field == "organization_id" for match in matches]
    return [
        replace(match, field="external_id") if is_own else match
        for match, is_own in zip(matches, own, strict=True)
    ]


def _with_street(matches: list[Match]) -> list[Match]:
    """An address column stands for the street, unless there is one for the street alone."""
    if any(match.field == "street" for match in matches):
        return matches
    first = next((place for place, match in enumerate(matches) if match.field == "address"), None)
    return [
        replace(match, field="street") if place == first else match for place, match in enumerate(matches)
    ]
