"""File names that every system can store, and that say on screen what they are."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 200
MAX_ENDING_BYTES = 20
UNNAMED = "document"

_FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED_ON_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)
# Control, format (bidi overrides, zero width), surrogate, private and unassigned characters; line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_filename(name: str) -> str:
    """The last part of a sent name, without anything that hides, redirects or is refused by some system."""
    last = re.split(r"[/\\]", name)[-1]
    last = "".join(character for character in last if unicodedata.category(character) not in _UNSEEN)
    last = _FORBIDDEN_ON_WINDOWS.sub("_", unicodedata.normalize("NFC", last))
    last = " ".join(last.split()).strip(". ")
    stem, dot, ending = _shortened(last).rpartition(".")
    if not (stem or ending):
        return UNNAMED
    shortened = f"{stem}{dot}{ending}"
    return f"_{shortened}" if _RESERVED_ON_WINDOWS.fullmatch(shortened.split(".")[0].strip()) else shortened


def _shortened(name: str) -> str:
    """At most MAX_BYTES of UTF-8; the ending stays, because it opens the file."""
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f"{dot}{ending}" if stem and len(ending.encode()) <= MAX_ENDING_BYTES else ""
    head = (stem if tail else name).encode()[: MAX_BYTES - len(tail.encode())]
    return head.decode("utf-8", "ignore").rstrip(". ") + tail
