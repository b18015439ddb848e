"""What our printing processes cost beside bare WeasyPrint, and what the second of them brings.

Bare is a loop in one process that lays out the same page as PDF/A-3 again and again: no fork, no limits, no XML inside.

`python -m benchmarks.papers [--pages 40] [--rounds 5]`
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
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
began = time.perf_counter()
for _ in range(pages):
    one()
print(pages / (time.perf_counter() - began))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    plain = sheet(document())
    whole = sheet(document(), cii(document()))
    cases: Mapping[str, Callable[[int], float]] = {
        "bare": lambda pages: bare(plain, pages),
        "one process": lambda pages: one(plain, pages),
        "one process, XML inside": lambda pages: one(whole, pages),
        "two processes": lambda pages: two(plain, pages),
    }
    rates: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(given.rounds):
        for name, case in cases.items():
            rates[name].append(case(given.pages))
    found = {name: statistics.median(each) for name, each in rates.items()}
    table(("case", "pages per second"), [(name, f"{rate:.1f}") for name, rate in found.items()])
    table(
        ("measure", "measured", "target", "met"),
        [
            ("one process / bare WeasyPrint", *ratio(found["one process"] / found["bare"], 0.8)),
            ("with the XML inside / bare", *ratio(found["one process, XML inside"] / found["bare"], 0.5)),
            ("two processes / one", *ratio(found["two processes"] / found["one process"], 1.6)),
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


def one(page: Sheet, pages: int) -> float:
    with Press() as printing:
        printing.print(page)
        began = time.perf_counter()
        for _ in range(pages):
            printing.print(page)
        return pages / (time.perf_counter() - began)


def two(page: Sheet, pages: int) -> float:
    async def all_of_them() -> float:
        presses = Presses()
        try:
            await asyncio.gather(*(presses.print(page) for _ in range(press.AT_ONCE)))
            began = time.perf_counter()
            for start in range(0, pages, press.MOST_WAITING):
                some = range(start, min(pages, start + press.MOST_WAITING))
                await asyncio.gather(*(presses.print(page) for _ in some))
            return pages / (time.perf_counter() - began)
        finally:
            await asyncio.to_thread(presses.close)

    return asyncio.run(all_of_them())


if __name__ == "__main__":
    main()
