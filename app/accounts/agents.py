"""Which browser on which system, as far as its user agent says; good enough to recognise one's own."""

from __future__ import annotations

# In this order: every browser also names those it wants to be taken for.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("SamsungBrowser", "Samsung"),
    ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name(agent: str) -> str:
    """ "Firefox, Windows"; the agent itself, shortened, where it is no known browser."""
    found = [_first(_BROWSERS, agent), _first(_SYSTEMS, agent)]
    return ", ".join(filter(None, found)) or agent[:40] or "?"


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
