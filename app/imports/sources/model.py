"""What is known of the files that another program writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.text import fold


def key(heading: str) -> str:
    """By which headings are compared: case, accents, blanks and punctuation count for nothing."""
    return fold(heading).replace(" ", "")


@dataclass(frozen=True)
class Source:
    """`words` are the headings of each field, one after the other between "|"; those of "" have no place here.

    `marks` are headings that hardly any other program writes, patterns read the ones that carry a
    number or a name of their own. Both patterns and marks are matched against the whole heading.
    `separate_persons`: persons and organisations have numbers of their own, which must not be taken for each other.
    """

    name: str
    label: str
    words: Mapping[str, str]
    marks: tuple[str, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    marks_needed: int = 2
    separate_persons: bool = False

    @cached_property
    def _fields(self) -> dict[str, str]:
        found = {key(word): field for field, words in self.words.items() for word in words.split("|")}
        return {word: field for word, field in found.items() if word}

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern, re.IGNORECASE), field) for pattern, field in self.patterns]

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        return re.compile("|".join(self.marks), re.IGNORECASE)

    def field(self, heading: str) -> str | None:
        """The field of a column, "" for one that is known and left out, None for an unknown one."""
        found = self._fields.get(key(heading))
        if found is not None:
            return found
        return next((field for pattern, field in self._patterns if pattern.fullmatch(heading)), None)

    def marks_in(self, headings: Iterable[str]) -> int:
        return sum(bool(self._marks.fullmatch(heading.strip())) for heading in headings)
