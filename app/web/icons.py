"""One Tabler icon as a reference into a sprite."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from app.web.assets import asset, asset_url

# What shell and lists show is in the first sprite, so that a first visit stays small; the rest in a second one.
SPRITES = ("icons-3.51.svg", "icons-more-3.51.svg")


@cache
def names(sprite: str) -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', asset(sprite).plain.decode()))


@cache
def icon(name: str, size: int = 16, label: str = "") -> Markup:
    """Sizes 14, 16, 18, 22, 32; a label only where the icon stands alone and is no button."""
    named = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    sprite = asset_url(next(each for each in SPRITES if name in names(each)))
    look = "icon" if size == 16 else f"icon s{size}"
    return Markup('<svg class="{}" {}><use href="{}#{}"/></svg>').format(look, named, sprite, name)
