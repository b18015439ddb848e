"""All pairs of a region that may be one client, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.duplicates.blocking import KINDS, candidates
from app.duplicates.model import POSSIBLE, Pair, Profile
from app.duplicates.scoring import compare

Tell = Callable[[int, int], None]


def find_pairs(
    profiles: Sequence[Profile], at_least: int = POSSIBLE, tell: Tell = lambda done, total: None
) -> list[Pair]:
    """`tell` hears how far it is: (done, of so many). Two archived clients are nobody's concern."""
    found = []
    for one, other in candidates(profiles, lambda done: tell(done, KINDS)):
        if one.is_archived and other.is_archived:
            continue
        score, reasons = compare(one, other, at_least)
        if score >= at_least:
            first, second = sorted((one.id, other.id))
            found.append(Pair(first, second, score, tuple(reasons)))
    found.sort(key=lambda pair: (-pair.score, pair.first, pair.second))
    return found
