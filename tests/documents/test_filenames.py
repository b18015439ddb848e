"""File names that are safe everywhere and lie about nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.filenames import MAX_BYTES, safe_filename


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Rahmenvertrag 2027.pdf", "Rahmenvertrag 2027.pdf"),
        ("Żółć_umowa.pdf", "Żółć_umowa.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\anna\\brief.docx", "brief.docx"),
        ("..", "document"),
        ("", "document"),
        ("   ", "document"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ("rech\u200bnung.pdf", "rechnung.pdf"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("nul .pdf", "_nul .pdf"),
        ("console.txt", "console.txt"),
        ("brief.pdf...  ", "brief.pdf"),
        (".htaccess", "htaccess"),
        ('<img src=x onerror="alert(1)">.png', "_img src=x onerror=_alert(1)__.png"),
        ("u\u0308ber.pdf", "über.pdf"),
        ("\udcff.pdf", "pdf"),
    ],
)
def test_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_filename(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_filename("ü" * 300 + ".pdf") == "ü" * 98 + ".pdf"
    assert len(safe_filename("x." + "y" * 300).encode()) <= MAX_BYTES


@given(st.text(max_size=400))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    safe = safe_filename(name)
    assert 0 < len(safe.encode()) <= MAX_BYTES + 1
    assert safe.isprintable() and not set(safe) & set('/\\<>:"|?*\0')
    assert safe == safe.strip(" .") and safe_filename(safe) == safe
