"""Picking at random, faster than `Random.choice`: a million clients need some twelve million picks."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def any_of(pool: Sequence[T], chance: Random) -> T:
    return pool[int(chance.random() * len(pool))]
