"""Where "g" and a letter lead is what the help says."""

from __future__ import annotations

import re

import pytest

from tests.house import House


@pytest.mark.parametrize("who", ["anna", "bartek", "adam"])
def test_each_module_has_a_letter_of_its_own_and_the_help_tells_it(house: House, who: str) -> None:
    page = house.get(who, "/account").text
    modules = re.findall(r'data-go="(\w)".*?</svg>([^<]+)</a>', page)
    told = re.findall(r"<kbd>g (\w)</kbd></dt><dd>([^<]+)</dd>", page)
    assert told[0][0] == "r" and told[1:] == modules, "the region first"
    letters = [letter for letter, _ in told]
    assert len(letters) == len(set(letters)) > 2
