"""One search form, one sort form, clean values."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.text import (
    clean_line,
    clean_text,
    compact,
    fold,
    forbidden_characters,
    highlight,
    query_terms,
    sort_key,
    visible,
)

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)  # lone surrogates and controls too
NAME_LETTERS = st.text("aeouäöüßłóæœAEOU'’\u0308\u0301-. 12\u200bz", max_size=20)
TEXT = st.one_of(ANY_TEXT, NAME_LETTERS)


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (["Müller", "Mueller", "MUELLER", "Muller", "Mu\u0308ller"], "muller"),
        (["Łódź", "lodz", "LODZ"], "lodz"),
        (["Straße", "STRASSE", "strasse"], "strasse"),
        (["Søren Ærø", "Soeren Aeroe", "soren aro"], "soren aro"),
        (["Manuel"], "manul"),
        (["L’Oréal", "L'Oreal", "loreal"], "loreal"),
        (["Sp. z o.o.", "sp  z o-o"], "sp z o o"),
        (["soft\u00adhyphen", "soft\u200bhyphen"], "softhyphen"),
        (["\x00Ｆｕｌｌ\tｗｉｄｔｈ\ud800"], "full width"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same_text(spellings: list[str], folded: str) -> None:
    assert {fold(spelling) for spelling in spellings} == {folded}


@given(TEXT)
@example("aee")
@example("ŉaéé")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def one_e_after_the_other(text: str) -> str:
    shorter = text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return text if shorter == text else one_e_after_the_other(shorter)


@given(st.text("aeouz", max_size=60))
@example("aeeoeeeueaozeeae")
def test_every_e_after_an_a_an_o_or_a_u_goes(text: str) -> None:
    assert fold(text) == one_e_after_the_other(text)


def test_many_of_them_take_no_longer_than_as_many_other_letters() -> None:
    began = time.process_time()
    assert fold("a" + "e" * 40_000) == "a"
    assert fold("ae" * 40_000 + "ee") == "a" * 40_000
    assert time.process_time() - began < 0.5


@given(TEXT)
def test_a_folded_text_holds_nothing_but_words(text: str) -> None:
    assert all(word.isalnum() for word in fold(text).split(" ") if word)


@given(TEXT, st.integers(0, 60))
@example("Müller", 2)
@example("Mueller", 3)
def test_what_is_typed_so_far_begins_what_is_sought(text: str, typed: int) -> None:
    assert fold(text).startswith(fold(text[:typed]))


@given(TEXT)
def test_a_client_is_found_by_its_whole_name(text: str) -> None:
    assert set(query_terms(text[:50])) <= set(fold(text[:50]).split())


def test_a_number_is_found_however_it_is_grouped() -> None:
    assert compact("DE 136-695.976") == compact("de136695976") == "de136695976"
    assert compact("FRAE 123") == "frae123"


@given(ANY_TEXT)
def test_only_letters_and_digits_are_left_of_a_number(text: str) -> None:
    assert set(compact(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(ANY_TEXT)
def test_a_query_is_bounded_whatever_is_typed(text: str) -> None:
    terms = query_terms(text * 50)
    assert len(terms) <= 8
    assert sum(len(term) for term in terms) <= 100
    " ".join(terms).encode()


def test_fts_syntax_is_only_text_in_a_query() -> None:
    assert query_terms('müller* AND "x" NEAR(y) - col:z') == ["muller", "and", "x", "near", "y", "col", "z"]
    assert query_terms("\x00*\"%_'") == []


@given(TEXT, TEXT)
def test_the_pieces_of_a_highlight_make_the_text(text: str, query: str) -> None:
    pieces = highlight(text, query_terms(query))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


@given(TEXT, st.sampled_from(["muller", "strasse", "lodz"]))
def test_a_highlighted_piece_is_what_was_sought(text: str, term: str) -> None:
    pieces = highlight(f"{text} {term.upper()} {text}", [term])
    assert term in {fold(piece) for piece, found in pieces if found}


def test_the_sought_part_is_marked_in_its_own_spelling() -> None:
    assert highlight("Söhne & Mueller", query_terms("soehne müll")) == [
        ("Söhne", True),
        (" & ", False),
        ("Muell", True),
        ("er", False),
    ]
    assert highlight("Großstraße", ["strass"]) == [("Groß", False), ("straß", True), ("e", False)]


def test_a_short_term_is_marked_only_where_a_word_begins() -> None:
    assert highlight("Anna Krahn", ["a"]) == [("A", True), ("nna Krahn", False)]


def in_order(names: list[str]) -> bool:
    keys = [sort_key(name) for name in names]
    return keys == sorted(keys) and len(set(keys)) == len(keys)


def test_polish_letters_stand_after_their_base_letter() -> None:
    alphabet = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
    words = [letter + "zz" for letter in alphabet]
    assert in_order(words)
    assert in_order([word.upper() for word in words])


def test_german_umlauts_stand_with_their_base_letter() -> None:
    names = ["Maas", "Mäurer", "Mazur", "Muller", "Müller", "Muller GmbH", "Strasse", "Straße", "Strasser"]
    assert in_order(names)


def test_numbers_in_names_are_sorted_by_value() -> None:
    names = ["2 Brüder", "10 Brüder", "Halle 9", "Halle 10", "Halle 100", "Halle A"]
    assert in_order(names)
    assert sort_key("9" * 9) < sort_key("1" + "0" * 9) < sort_key("1" + "0" * 17) < sort_key("1" + "0" * 18)


def test_case_and_punctuation_do_not_count_in_the_order() -> None:
    assert sort_key('"Alfa-Beta" s.c.') == sort_key("ALFA BETA S C")


@given(ANY_TEXT, ANY_TEXT)
def test_a_sort_key_orders_as_bytes_as_it_does_as_text(one: str, other: str) -> None:
    keys = sort_key(one), sort_key(other)
    assert (keys[0] < keys[1]) == (keys[0].encode() < keys[1].encode())
    assert "\x00" not in keys[0] + keys[1]


def test_control_characters_are_named() -> None:
    assert forbidden_characters("a\x00b\x07c\ud800\x00") == ["U+0000", "U+0007", "U+D800"]
    assert forbidden_characters("Zażółć\tgęślą\r\njaźń 👩‍💻") == []


@given(TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


def test_a_line_is_composed_and_has_single_blanks() -> None:
    assert clean_line("\ufeff Mu\u0308ller\xa0\n GmbH\u200b ") == "Müller GmbH"


def test_the_lines_of_a_text_are_kept() -> None:
    assert clean_text(" one  \r\n\r\n two\rthree\u2028\n") == "one\n\n two\nthree"


def test_hidden_characters_are_shown() -> None:
    assert visible("in\u202evoice\u200b.pdf") == "in⟨U+202E⟩voice⟨U+200B⟩.pdf"
    assert visible("👩‍💻 Zażółć") == "👩‍💻 Zażółć"
