"""Texts in the user's language."""

from __future__ import annotations

import re

import pytest

from app.actor import IMPORT_ROW, Actor
from app.i18n import CATALOGUES, Message, counted, translate
from app.web.templates import environment


@pytest.mark.parametrize(
    ("n", "wanted"),
    [
        (1, "1 błąd"),
        (2, "2 błędy"),
        (5, "5 błędów"),
        (12, "12 błędów"),
        (22, "22 błędy"),
        (112, "112 błędów"),
    ],
)
def test_polish_counts_in_three_forms(n: int, wanted: str) -> None:
    template = environment("pl").from_string('{{ ngettext("%(num)d error", "%(num)d errors", n) }}')
    assert template.render(n=n) == wanted


def test_an_unknown_text_stays_as_it_is_and_none_is_nothing() -> None:
    assert translate(Message("nobody wrote this {x}", {"x": 1}), "de") == "nobody wrote this 1"
    assert translate(counted("{n} unheard of", "{n} unheard ofs", 2), "de") == "2 unheard ofs"
    assert translate(Message(""), "pl") == ""


@pytest.mark.parametrize("locale", ["de", "pl"])
def test_what_is_also_counted_has_its_words_without_a_number_too(locale: str) -> None:
    texts = (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").read_text("utf-8")
    counted_too = re.findall('msgid "(.+)"\nmsgid_plural .+\nmsgstr\\[0\\] "(.+)"', texts)
    assert ("Document", "Dokument") in counted_too
    for one, words in counted_too:
        assert translate(Message(one), locale) == words


def test_what_somebody_typed_is_never_translated() -> None:
    template = environment("de").from_string("{{ value|shown }}")
    assert template.render(value="Archive") == "Archive"
    assert template.render(value=Message("Archive")) == "Archivieren"


def test_the_row_of_an_import_is_named_in_the_readers_language() -> None:
    template = environment("pl").from_string("{{ actor.means|shown }}")
    written = IMPORT_ROW.format(number=31, line=884)
    assert written == "Import 31, row 884"
    assert template.render(actor=Actor("staff:1", "Anna", written)) == "Import nr 31, wiersz 884"
    assert template.render(actor=Actor("staff:1", "Anna", "VIES")) == "VIES"
