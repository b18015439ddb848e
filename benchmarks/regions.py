"""What 500 regions cost beside one: memory, descriptors and speed of the list.

`python -m benchmarks.regions [--regions 500] [--seconds 3]`
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

from app.demo.load import fill
from app.instance import Instance
from app.settings import ROOT, Settings
from benchmarks.common import WORK, ratio, table, wrk
from benchmarks.http import FRAGMENT
from benchmarks.product import add_editor, ask, checkpoint, copied, served

CLIENTS_EACH = 60


@dataclass(frozen=True)
class Footprint:
    """Of the server's process: megabytes resident and megabytes of its own, open descriptors."""

    resident: float
    own: float
    descriptors: int
    rps: float


def footprint(data: Path, codes: list[str], seconds: int) -> Footprint:
    """After the list of every region was shown twice."""
    with copied(data) as copy, served(copy) as running:
        headers = {**running.headers, **FRAGMENT}
        for code in codes * 2:
            status, _, _ = ask(running.origin, f"/{code}/clients", headers)
            assert status == 200, f"/{code}/clients answered {status}"
        lines = [f"GET\t/{code}/clients" for code in codes]
        rps = wrk(running.origin, lines, seconds=seconds, headers=headers).rps
        sizes = dict(line.split(":") for line in _proc(running.pid, "smaps_rollup").splitlines()[1:])
        own = _kilobytes(sizes["Private_Clean"]) + _kilobytes(sizes["Private_Dirty"])
        descriptors = len(list(Path(f"/proc/{running.pid}/fd").iterdir()))
        return Footprint(_kilobytes(sizes["Rss"]) / 1024, own / 1024, descriptors, rps)


def _proc(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()


def _kilobytes(text: str) -> int:
    return int(text.split()[0])


def prepared(count: int) -> tuple[Path, list[str]]:
    """A data directory with `count` small regions; the first is filled, the others are copies of its definition."""
    codes = ["".join(("bench", *letters)) for letters in islice(product(ascii_lowercase, repeat=2), count)]
    data = WORK / f"regions-{count}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    for code in codes:
        shutil.copyfile(ROOT / "regions/de.toml", data / f"{code}.toml")
    instance = Instance.open(Settings(data=data))
    add_editor(instance, codes)
    for code in codes:
        fill(instance.regions.add(code), CLIENTS_EACH, lively=0)
        instance.regions.close(code)
    instance.close()
    checkpoint(data)
    return data, codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=3)
    given = parser.parse_args()
    data, codes = prepared(given.regions)
    one, many = (footprint(data, some, given.seconds) for some in (codes[:1], codes))
    table(
        ("regions shown", "RSS MB", "own MB", "descriptors", "list, requests/s"),
        [
            (str(count), f"{each.resident:.0f}", f"{each.own:.0f}", str(each.descriptors), f"{each.rps:,.0f}")
            for count, each in ((1, one), (len(codes), many))
        ],
    )
    table(
        ("measure", "measured", "target", "met"),
        [
            ("MB that the others add", *ratio(many.resident - one.resident, 80, at_most=True)),
            ("descriptors", *ratio(many.descriptors, 399, at_most=True)),
        ],
    )


if __name__ == "__main__":
    main()
