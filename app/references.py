"""A thing of another feature that a page names and leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """`path` lies below the region's address."""

    label: str
    path: str


# By the ids that were asked for; those without any are left out.
References = Mapping[int, Sequence[Reference]]
