"""Texts that a spreadsheet would compute, and the mark that keeps it from doing so.

Exports put an apostrophe before them (`defused`), imports take exactly that one away (`as_meant`): together they
leave every text as it was. What begins with one of OWASP's characters counts, its fullwidth form, or either after
blanks; plain numbers and phone numbers do not: nothing can be computed from them that is not in them.
"""

from __future__ import annotations

import re

_LIVE = r"\s*[=+\-@|%\t\r\n＝＋－＠]"
_BEGINS_LIVE = re.compile(_LIVE)
_MARKED = re.compile(rf"'+{_LIVE}")
_HARMLESS = re.compile(r"-+|[+-]?[0-9]+(?:[.,][0-9]+)*|\+[0-9][0-9 -]*(?: ext\. [0-9]+)?")
# As other programs write a number that must keep its zeros.
_QUOTED = re.compile(r'="([^"]*)"')

# A text that begins with none of these is left as it is by all functions here. Asking first is ten times as fast.
MARKS = frozenset("'=+-@|%＝＋－＠") | {chr(code) for code in range(0x3001) if chr(code).isspace()}


def defused(text: str) -> str:
    """The text as a cell of a file in which a spreadsheet looks for formulas."""
    if _MARKED.match(text) or (_BEGINS_LIVE.match(text) and not _HARMLESS.fullmatch(text)):
        return f"'{text}"
    return text


def kept(text: str) -> str:
    """The text as a cell that is a text anyway: marked only where `as_meant` would take something away."""
    return text if as_meant(text) == text else f"'{text}"


def as_meant(cell: str) -> str:
    """Without what protects a cell from being computed."""
    if _MARKED.match(cell):
        return cell[1:]
    quoted = _QUOTED.fullmatch(cell)
    return quoted[1].strip() if quoted else cell


def begins_live(text: str) -> bool:
    return bool(_BEGINS_LIVE.match(text))
