"""What our printing processes cost beside bare WeasyPrint, and what the second of them brings.

Bare is a loop in one process that lays out the same page as PDF/A-3 again and again: no fork, no limits, no XML inside.
One process is measured in seconds of the processor, so that a busy machine does not matter; what two of them bring is
measured by the clock, and wants two cores with nothing else to do.

`python -m benchmarks.papers [--pages 40] [--rounds 5]`
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from app.invoices.einvoice import cii
from app.invoices.paper import sheet
from app.paper import Press, Presses, Sheet, press
from benchmarks.common import ratio, table
from tests.invoices.documents import document

_BARE = """
import json, sys, time, weasyprint
html, style, pages = json.load(sys.stdin)
def one():
    page = weasyprint.HTML(string=html)
    return page.write_pdf(stylesheets=[weasyprint.CSS(string=style)], pdf_variant="pdf/a-3b")
one()
began = time.process_time()
for _ in range(pages):
    one()
print((time.process_time() - began) / pages)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    plain, whole = sheet(document()), sheet(document(), cii(document()))
    cases: Mapping[str, Callable[[int], float]] = {
        "bare, CPU": lambda pages: bare(plain, pages),
        "ours, CPU": lambda pages: ours(plain, pages),
        "ours with the XML inside, CPU": lambda pages: ours(whole, pages),
        "one process, clock": lambda pages: by_the_clock(plain, pages, 1),
        "two processes, clock": lambda pages: by_the_clock(plain, pages, 2),
    }
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(given.rounds):
        for name, case in cases.items():
            seconds[name].append(case(given.pages))
    found = {name: statistics.median(each) for name, each in seconds.items()}
    table(("case", "ms per page"), [(name, f"{each * 1000:.0f}") for name, each in found.items()])
    table(
        ("measure", "measured", "target", "met"),
        [
            (
                "ours / bare WeasyPrint, pages per CPU second",
                *ratio(found["bare, CPU"] / found["ours, CPU"], 0.8),
            ),
            (
                "with the XML inside / bare",
                *ratio(found["bare, CPU"] / found["ours with the XML inside, CPU"], 0.5),
            ),
            (
                "two processes / one, pages per second",
                *ratio(found["one process, clock"] / found["two processes, clock"], 1.6),
            ),
        ],
    )


def bare(page: Sheet, pages: int) -> float:
    given = json.dumps([page.html, page.style.decode(), pages])
    environment = {**os.environ, "XDG_DATA_HOME": str(press.FONTS.parent)}
    done = subprocess.run(
        [sys.executable, "-c", _BARE],
        input=given,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def ours(page: Sheet, pages: int) -> float:
    """Without the start, which two printed pages have too."""
    return (_cpu_of(page, pages + 2) - _cpu_of(page, 2)) / pages


def _cpu_of(page: Sheet, pages: int) -> float:
    """Of the printing process and all its forks, once they have ended."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Press() as printing:
        for _ in range(pages):
            printing.print(page)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_the_clock(page: Sheet, pages: int, at_once: int) -> float:
    """As the server asks: so many wait at any time."""

    async def all_of_them() -> float:
        presses = Presses()
        try:
            await asyncio.gather(*(presses.print(page) for _ in range(press.AT_ONCE)))
            began = time.perf_counter()
            await asyncio.gather(*(_some(presses, page, pages // at_once) for _ in range(at_once)))
            return (time.perf_counter() - began) / (pages // at_once * at_once)
        finally:
            await asyncio.to_thread(presses.close)

    return asyncio.run(all_of_them())


async def _some(presses: Presses, page: Sheet, pages: int) -> None:
    for _ in range(pages):
        await presses.print(page)


if __name__ == "__main__":
    main()
