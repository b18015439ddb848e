"""The clients of a region, to be asked many times which of them somebody is most like.

Blocks are those of `blocking.py`, each kept as numbers: half a digest of the key, and the place of the client among all
by name. So 100,000 clients take ten megabytes besides their profiles, and a block stands in the order of its names.
"""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from app.duplicates import normalisation
from app.duplicates.blocking import Spread, sound
from app.duplicates.model import POSSIBLE, Pair, Profile
from app.duplicates.scoring import compare

_PLACE_BITS = 24
_PLACE = (1 << _PLACE_BITS) - 1
_DIGEST = (1 << 40) - 1
# Of a large block those next to the name on either side are looked at.
_NEXT = 5


class Index:
    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = sorted(profiles, key=lambda each: each.name.key)
        self._names = [each.name.key for each in self._profiles]
        self._kinds = Spread(self._profiles).telling
        self._blocks = self._sorted_blocks()

    def most_like(self, one: Profile) -> Pair | None:
        """The likeliest of those that are possible duplicates; `second` is its number, `first` that of `one`."""
        best: Pair | None = None
        for place in sorted(self._near(one)):
            other = self._profiles[place]
            if one.is_archived and other.is_archived:
                continue
            score, reasons = compare(one, other, best.score + 1 if best else POSSIBLE)
            if score:
                best = Pair(one.id, other.id, score, tuple(reasons))
        return best

    def _sorted_blocks(self) -> list[array[int]]:
        blocks = [array("Q") for _ in self._kinds]
        for place, each in enumerate(self._profiles):
            for keys, block in zip(self._kinds, blocks, strict=True):
                for key in keys(each):
                    if key:
                        block.append(_code(key, place))
        return [array("Q", sorted(block)) for block in blocks]

    def _near(self, one: Profile) -> set[int]:
        own, found = bisect_left(self._names, one.name.key), set[int]()
        for keys, block in zip(self._kinds, self._blocks, strict=True):
            for key in keys(one):
                if key:
                    found.update(_around(block, _code(key, own)))
        return {code & _PLACE for code in found}


def forget() -> None:
    """Once no more is asked and the index is gone: what lies between the texts of all profiles keeps their memory from
    being given back, 70 MB of 100,000 clients: remembered words, circles, and the tuples that Python keeps for the
    next ones until it collects."""
    sound.cache_clear()
    normalisation.forget()
    gc.collect()


def _code(key: str, place: int) -> int:
    return (hash(key) & _DIGEST) << _PLACE_BITS | place


def _around(block: array[int], code: int) -> Sequence[int]:
    """The places with this code's key, a few on either side of its place."""
    middle, digest = bisect_left(block, code), code >> _PLACE_BITS
    start, end = middle, middle
    while start > 0 and middle - start < _NEXT and block[start - 1] >> _PLACE_BITS == digest:
        start -= 1
    while end < len(block) and end - middle < _NEXT and block[end] >> _PLACE_BITS == digest:
        end += 1
    return block[start:end]
