"""Clients that hang together by pairs: three entries of one firm are one question and not three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.duplicates.model import Pair

# A chain of likenesses must not join a whole trade.
LARGEST = 12


def groups_of(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs of each group together, groups in the order of their first pair. Likeliest pairs first, please."""
    joined = _Joined()
    kept = [(pair, joined.join(pair.first, pair.second)) for pair in pairs]
    groups: dict[int, list[Pair]] = {}
    for pair, _ in kept:
        groups.setdefault(joined.root(pair.first), []).append(pair)
    return list(groups.values())


def members_of(pairs: Sequence[Pair]) -> list[int]:
    return sorted({each for pair in pairs for each in (pair.first, pair.second)})


class _Joined:
    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self._size: dict[int, int] = {}

    def root(self, client_id: int) -> int:
        above = self._above
        while above.setdefault(client_id, client_id) != client_id:
            above[client_id] = client_id = above[above[client_id]]
        return client_id

    def join(self, one: int, other: int) -> bool:
        """Whether the two are in one group now."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        size = self._size.get(a, 1) + self._size.get(b, 1)
        if size > LARGEST:
            return False
        self._above[max(a, b)] = min(a, b)
        self._size[min(a, b)] = size
        return True


def placed(pairs: Iterable[Pair]) -> Mapping[tuple[int, int], int]:
    """(first, second) -> the place of its group, from 1."""
    return {
        (pair.first, pair.second): place for place, group in enumerate(groups_of(pairs), 1) for pair in group
    }
