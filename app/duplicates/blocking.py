"""Which pairs are worth comparing: clients that share something, never all with all.

Each kind of key puts clients into blocks. In a small block everybody is compared with everybody; a large one is
sorted by name and each compared with the next few, so that a thousand firms at one domain cost a few thousand
comparisons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from app.duplicates.model import Profile

_SMALL = 12
_NEXT = 5
# A word that no more clients than this have is a block of its own.
_RARE = 40
_RAREST_WORDS = 2
_SHORTEST_WORD = 3

# What is mistyped and misheard most: vowels, doubled letters, hard and soft consonants.
_SOUNDS = str.maketrans("cqzvwdbgj", "kksfftpki")
_SILENT = re.compile("[aeiouyh]")
_REPEATED = re.compile(r"(.)\1+")

Keys = Callable[[Profile], Sequence[str]]
Tell = Callable[[int], None]


@lru_cache(65_536)
def sound(word: str) -> str:
    """The consonants of a word, the same ones for many ways of mistyping it."""
    plain = word.translate(_SOUNDS)
    found = _REPEATED.sub(r"\1", plain[:1] + _SILENT.sub("", plain[1:]))
    return found if len(found) > 1 else word


def candidates(
    profiles: Sequence[Profile], tell: Tell = lambda done: None
) -> Iterator[tuple[Profile, Profile]]:
    """Each pair once; `tell` hears after each kind of key how many of KINDS are done."""
    spread = Spread(profiles)
    seen: set[int] = set()
    for done, keys in enumerate(spread.kinds, 1):
        for first, second in _pairs(profiles, keys):
            code = first * len(profiles) + second
            if code not in seen:
                seen.add(code)
                yield profiles[first], profiles[second]
        tell(done)


class Spread:
    """How many clients have each word tells which of a client's words are worth a block.

    `telling` are the kinds of keys of which two clients share one whenever they are possible duplicates, but for words
    and blocks that are very common: names alone never suffice.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._counts = Counter(sound(word) for profile in profiles for word in set(profile.name.tokens))
        self._last: Profile | None = None
        self._its_rarest: list[str] = []
        self.telling: tuple[Keys, ...] = (
            lambda each: (each.vat_id,),
            lambda each: (each.email,),
            lambda each: (each.phone,),
            lambda each: (each.domain,),
            _addresses,
            lambda each: [f"{each.postal_code} {word}" for word in self._rarest(each) if each.postal_code],
            lambda each: [f"{each.city} {word}" for word in self._rarest(each) if each.city],
        )
        self.kinds: tuple[Keys, ...] = (
            *self.telling,
            lambda each: (each.name.key,),
            lambda each: [word for word in self._words(each) if self._counts[word] <= _RARE],
        )

    def _words(self, each: Profile) -> list[str]:
        return list(dict.fromkeys(sound(word) for word in each.name.tokens if len(word) >= _SHORTEST_WORD))

    def _rarest(self, each: Profile) -> list[str]:
        """Of a client that is none of those counted, words that nobody has are left out: they lead to nobody."""
        if each is not self._last:  # two kinds of keys ask for the same words
            known = [word for word in self._words(each) if self._counts[word]]
            self._last, self._its_rarest = each, sorted(known, key=self._counts.__getitem__)[:_RAREST_WORDS]
        return self._its_rarest


KINDS = 9


def _addresses(each: Profile) -> Sequence[str]:
    return (f"{each.street} {each.number} {each.city}",) if each.street and each.number else ()


def _pairs(profiles: Sequence[Profile], keys: Keys) -> Iterator[tuple[int, int]]:
    for block in _blocks(profiles, keys):
        if len(block) <= _SMALL:
            yield from combinations(block, 2)
        else:
            yield from _neighbours(profiles, block)


def _blocks(profiles: Sequence[Profile], keys: Keys) -> Iterable[list[int]]:
    """Those with more than one client; most keys have one, for which no list is made."""
    alone: dict[str, int] = {}
    blocks: dict[str, list[int]] = {}
    for place, profile in enumerate(profiles):
        for key in keys(profile):
            if not key:
                continue
            first = alone.setdefault(key, place)
            if first != place:
                block = blocks.get(key)
                if block is None:
                    blocks[key] = [first, place]
                else:
                    block.append(place)
    return blocks.values()


def _neighbours(profiles: Sequence[Profile], block: list[int]) -> Iterator[tuple[int, int]]:
    block.sort(key=lambda place: profiles[place].name.key)
    for start, place in enumerate(block):
        for other in block[start + 1 : start + 1 + _NEXT]:
            yield (place, other) if place < other else (other, place)
