"""UUIDs of version 7 (RFC 9562): what a reader elsewhere takes them for, and the order that indexes profit from."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from app.uuids import uuid7


def test_anybody_reads_it_as_a_uuid_of_version_seven() -> None:
    for _ in range(200):  # the two bits of the variant are among random ones
        text = uuid7()
        read = UUID(text)
        assert (read.version, read.variant, str(read)) == (7, RFC_4122, text)


def test_it_begins_with_the_milliseconds_since_1970() -> None:
    before = time.time_ns() // 1_000_000
    made = UUID(uuid7()).int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_who_comes_later_stands_behind() -> None:
    first = uuid7()
    time.sleep(0.002)
    assert first < uuid7()


def test_a_thousand_made_at_once_all_differ() -> None:
    assert len({uuid7() for _ in range(1_000)}) == 1_000
