"""What was typed becomes a note, or every fault is named."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from app.notes.forms import Read, read_note, typed_note
from tests.conftest import NOW

BERLIN = ZoneInfo("Europe/Berlin")


def read(**form: str) -> Read:
    return read_note(form, 7, BERLIN, NOW)


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"body": "  "}, "body", "Write what was said"),
        ({"body": "a\0b"}, "body", "U+0000"),
        ({"body": "x" * 20_001}, "body", "At most 20000"),
        ({"people": "x" * 301}, "people", "At most 300"),
        ({"kind": "telegram"}, "kind", "does not exist"),
        ({"at": "yesterday"}, "at", "Not a date"),
        ({"at": "0001-01-01T00:00"}, "at", "too long ago"),
        ({"at": "9999-12-31T23:59"}, "at", "too far ahead"),
        ({"kind": "call", "minutes": "-5"}, "minutes", "Whole minutes"),
        ({"kind": "call", "minutes": "99999"}, "minutes", "Whole minutes"),
        ({"kind": "call", "minutes": "½"}, "minutes", "Whole minutes"),
    ],
)
def test_a_fault_is_named_at_its_field(form: dict[str, str], field: str, said: str) -> None:
    found = read(**({"body": "Text"} | form))
    assert found.note is None
    assert [(problem.field, said in str(problem.message)) for problem in found.problems] == [(field, True)]


def test_all_faults_are_named_at_once() -> None:
    found = read(body="", at="x", minutes="y", kind="z")
    assert {problem.field for problem in found.problems} == {"body", "at", "minutes", "kind"}


def test_the_time_is_that_of_the_region() -> None:
    made = read(body="Text", at="2026-07-01T12:00").note
    assert made is not None and made.at == "2026-07-01T10:00:00Z"
    assert typed_note(made, BERLIN)["at"] == "2026-07-01T12:00"
    now = read(body="Text").note
    assert now is not None and now.at == "2026-11-23T09:30:00Z"


def test_the_form_keeps_the_seconds_it_does_not_show() -> None:
    form = {"body": "Text", "at": "2026-11-23T10:30"}
    made = read_note(form, 7, BERLIN, NOW, was_at="2026-11-23T09:30:59Z").note
    assert made is not None and made.at == "2026-11-23T09:30:59Z"


def test_the_hour_that_autumn_has_twice_stays_the_one_it_was() -> None:
    """Half past two in Berlin on 25 October 2026, the first time and the second."""
    for was_at in ("2026-10-25T00:30:10Z", "2026-10-25T01:30:10Z"):
        form = {"body": "Text", "at": "2026-10-25T02:30"}
        made = read_note(form, 7, BERLIN, NOW, was_at=was_at).note
        assert made is not None and made.at == was_at


def test_only_what_belongs_to_a_kind_is_kept() -> None:
    made = read(body="Text", kind="note", subject="Subject", minutes="5").note
    assert made is not None and made.subject == "" and made.minutes is None
    mail = read(kind="email", subject="Subject").note
    assert mail is not None and mail.subject == "Subject"


def test_a_file_needs_no_words() -> None:
    assert read_note({"body": ""}, 7, BERLIN, NOW, has_files=True).note is not None
