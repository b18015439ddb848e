import io
from datetime import UTC, datetime
from typing import get_args

import pypdfium2
import pytest
from PIL import Image

from app.clients.model import Client
from app.clock import parse_stamp
from app.demo import files, texts_de, texts_pl
from app.demo.life import life
from app.demo.model import DemoClient, EntryKind, Life
from app.demo.moments import TODAY
from app.demo.people import clients


def lives(region: str, n: int = 200) -> list[tuple[DemoClient, Life]]:
    return [(demo, life(demo, region, number)) for number, demo in enumerate(clients(region, n))]


@pytest.mark.parametrize("region", ["de", "at", "pl"])
def test_the_changes_lead_from_the_first_form_to_today_s_client(region: str) -> None:
    changed = 0
    for demo, its in lives(region):
        values = {name: value for change in its.changes for name, value in change.values.items()}
        changed += bool(values)
        assert Client(**{**vars(its.first), **values}) == demo.client
    assert changed > 50


def test_all_happens_after_the_client_came_and_before_today() -> None:
    for demo, its in lives("de"):
        added = parse_stamp(demo.client.added_at)
        moments = [each.at for each in (*its.changes, *its.entries, *its.documents)]
        assert all(added < moment < TODAY for moment in moments)


def test_an_archived_client_was_active_once() -> None:
    archived = [its for demo, its in lives("de") if demo.client.status == "archived" and its.changes]
    assert archived and all(its.first.status == "active" for its in archived)


def test_the_same_seed_tells_the_same_life() -> None:
    assert lives("pl", 40) == lives("pl", 40)


def test_the_day_it_ends_can_be_chosen() -> None:
    until = datetime(2030, 1, 1, tzinfo=UTC)
    demo = next(clients("de", 100, until=until))
    its = life(demo, "de", 0, until=until, busy=True)
    assert demo.client.added_at.startswith("2028-01") or demo.client.added_at.startswith("2027-12")
    assert len(its.entries) >= 7


@pytest.mark.parametrize("texts", [texts_de, texts_pl])
def test_every_line_of_text_is_an_entry(texts: object) -> None:
    for line in texts.ENTRIES.strip().splitlines():  # type: ignore[attr-defined]
        kind, subject, text = line.split("|")
        assert kind in get_args(EntryKind) and text.format(contact="X", amount="1")
        assert bool(subject) == (kind != "note")


def test_the_files_open() -> None:
    page = pypdfium2.PdfDocument(files.pdf("Łódź: Umowa (projekt)"))[0]
    assert page.get_textpage().get_text_range() == "Lodz: Umowa (projekt)"
    assert Image.open(io.BytesIO(files.png(90))).size == (96, 64)
