"""A region asked which of its clients somebody is most like: the same answer as the search of the whole region."""

from __future__ import annotations

from app.duplicates.index import Index, forget
from app.duplicates.model import POSSIBLE
from app.duplicates.scan import find_pairs
from app.duplicates.store import profile_of
from tests.duplicates.conftest import BERGMANN, HUBER, TURNED
from tests.duplicates.labelled import labelled


def test_it_finds_whom_the_search_of_the_region_finds() -> None:
    """Every second client of the labelled set is asked about, the others are the region."""
    everybody = [profile_of(client) for client in labelled(2026).clients]
    asked, there = everybody[::2], everybody[1::2]
    own, index = {each.id for each in asked}, Index(there)
    wanted = {
        number
        for pair in find_pairs(everybody)
        for number, other in ((pair.first, pair.second), (pair.second, pair.first))
        if number in own and other not in own
    }
    found = {each.id for each in asked if index.most_like(each)}
    assert found <= wanted, "nothing that the search would not say"
    assert len(wanted) > 200 and len(found) >= 0.97 * len(wanted)


def test_the_likeliest_of_several_is_named_with_its_reasons() -> None:
    there = [profile_of(client)._replace(id=n) for n, client in enumerate((TURNED, BERGMANN, HUBER), 1)]
    pair = Index(there).most_like(profile_of(BERGMANN))
    assert pair and pair.second == 2 and pair.score > POSSIBLE
    assert "same_vat_id" in {reason.kind for reason in pair.reasons}


def test_nobody_is_like_a_stranger_or_anybody_in_an_empty_region() -> None:
    assert Index([profile_of(HUBER)]).most_like(profile_of(BERGMANN)) is None
    assert Index([]).most_like(profile_of(BERGMANN)) is None


def test_what_was_forgotten_is_worked_out_again() -> None:
    there = [profile_of(BERGMANN)._replace(id=7)]
    before = Index(there).most_like(profile_of(TURNED))
    forget()
    assert before and Index(there).most_like(profile_of(TURNED)) == before
