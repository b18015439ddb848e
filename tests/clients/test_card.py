"""The card says at a glance what is doubtful about a client."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from tests.clients.test_first_day import add

WRONG_CHECK_DIGIT = "The check digit does not fit."


@pytest.mark.parametrize("tab", ["", "/data", "/history"])
def test_a_vat_id_with_a_wrong_check_digit_does_not_look_like_a_sound_one(anna: TestClient, tab: str) -> None:
    doubtful, sound = add(anna, vat_id="DE136695977"), add(anna, name="Huber OHG")
    assert WRONG_CHECK_DIGIT in anna.get(doubtful + tab).text
    assert WRONG_CHECK_DIGIT not in anna.get(sound + tab).text


def test_a_vat_id_of_another_country_is_told_on_the_card(anna: TestClient) -> None:
    assert "This is a VAT ID of Poland" in anna.get(add(anna, vat_id="PL7173277437")).text


def test_notes_keep_their_lines_among_the_data(anna: TestClient) -> None:
    page = anna.get(add(anna, notes="Zahlt pünktlich.\n<b>Immer</b> freitags.") + "/data").text
    assert '<span class="pre">Zahlt pünktlich.\n&lt;b&gt;Immer&lt;/b&gt; freitags.</span>' in page
