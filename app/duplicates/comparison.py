"""Everything the page that compares clients shows, in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app import sqlite
from app.clients import store as clients
from app.clients.belongings import Belongings
from app.clients.model import Client
from app.duplicates import pairs
from app.duplicates.model import Pair
from app.history import store as history


@dataclass(frozen=True)
class Comparison:
    """`counts` says per client and kind of belonging how many there are, `entries` how long each history is.

    To `likely` most belongs.
    """

    clients: tuple[Client, ...]
    pairs: tuple[Pair, ...]
    counts: Mapping[int, Mapping[str, int]]
    entries: Mapping[int, int]
    likely: int

    @property
    def score(self) -> int:
        return max(pair.score for pair in self.pairs)


def compared(db: sqlite.Connection, ids: Sequence[int], belongings: Belongings) -> Comparison:
    """Raises NotFound where one of them is gone."""
    found = tuple(clients.find(db, each) for each in ids)
    counts = {each: {one.key: one.count(db, each) for one in belongings if one.count} for each in ids}
    entries = {each: history.count(db, each) for each in ids}
    likely = max(ids, key=lambda each: (sum(counts[each].values()), entries[each], -each))
    return Comparison(found, tuple(pairs.between(db, ids)), counts, entries, likely)
