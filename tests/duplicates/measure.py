"""Precision and recall of a scan over clients of whom the truth is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.duplicates.model import POSSIBLE, Pair
from app.duplicates.scan import find_pairs
from app.duplicates.store import profile_of
from tests.duplicates.labelled import Label, Labelled


@dataclass(frozen=True)
class Measured:
    """`recall_of` per kind of slip; `wrong` counts the false ones per kind of likeness, "chance" for all others."""

    right: int
    found: int
    real: int
    recall_of: dict[str, float]
    wrong: Counter[str]
    missed: list[Label] = field(repr=False)
    mistaken: list[Pair] = field(repr=False)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.real

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(truth: Labelled, at_least: int = POSSIBLE) -> Measured:
    pairs = find_pairs([profile_of(client) for client in truth.clients], at_least)
    found = {(pair.first, pair.second): pair for pair in pairs}
    hits = found.keys() & truth.duplicates.keys()
    mistaken = [pair for label, pair in found.items() if label not in truth.duplicates]
    per_kind = Counter(truth.duplicates.values())
    hits_per_kind = Counter(truth.duplicates[label] for label in hits)
    return Measured(
        len(hits), len(found), len(truth.duplicates),
        {kind: hits_per_kind[kind] / many for kind, many in per_kind.items()},
        Counter(truth.others.get((pair.first, pair.second), "chance") for pair in mistaken),
        sorted(truth.duplicates.keys() - found.keys()), mistaken,
    )  # fmt: skip
