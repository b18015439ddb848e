"""Sheets are printed apart from everything: nothing is fetched, nobody waits for ever, nothing stays behind."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from app.errors import TooMany
from app.paper import NotPrinted, Press, Presses, Sheet, press
from app.paper.press import Picture

STYLE = b"body { font: 400 9pt Inter } b { font-weight: 600 }"


def sheet(body: str, **given: object) -> Sheet:
    return Sheet(f"<!doctype html><title>Ein Blatt</title>{body}", STYLE, **given)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def colours_of(pdf: bytes) -> set[tuple[int, int, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=0.5).to_pil().convert("RGB")
    return {colour for _, colour in picture.getcolors(1 << 24)}


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def printing() -> Iterator[Press]:
    with Press() as found:
        yield found


def test_a_sheet_becomes_a_pdf_in_our_own_font(printing: Press) -> None:
    pdf = printing.print(sheet("<p>Łódź, <b>Größe</b> 1.234,50 €"))
    assert text_of(pdf) == "Łódź, Größe 1.234,50 €"
    with pypdfium2.PdfDocument(pdf) as document:
        fonts = {each.get_font().get_base_name() for each in document[0].get_objects(filter=[1])}
    assert {name.partition("+")[2] for name in fonts} == {"Inter", "Inter-Semi-Bold"}


def test_a_picture_that_came_with_the_sheet_is_shown_and_no_other(printing: Press, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png("#00ff00"))
    body = f'<img src="given:logo" width=40><img src="given:other"><img src="file://{tmp_path}/logo.png" width=40>'
    shown = colours_of(printing.print(sheet(body, pictures={"logo": Picture("image/png", png("#ff0000"))})))
    assert (255, 0, 0) in shown and (0, 255, 0) not in shown


def test_a_sheet_that_never_ends_is_given_up_and_the_next_one_is_printed() -> None:
    endless = "<div style='display: grid'>" * 3_000
    with Press(seconds=1) as short:
        began = time.monotonic()
        with pytest.raises(NotPrinted):
            short.print(sheet(endless))
        assert time.monotonic() - began < 8
        assert text_of(short.print(sheet("<p>Weiter"))) == "Weiter"


def test_whatever_a_sheet_does_to_the_process_it_does_to_nobody_else(printing: Press) -> None:
    big = "<table>" + "<tr><td>" * 5 + "<p>x" * 400
    first = printing.print(sheet("<p>Gleich"))
    printing.print(sheet(big))
    assert text_of(printing.print(sheet("<p>Gleich"))) == text_of(first)


def test_a_process_that_was_ended_is_started_again(printing: Press) -> None:
    printing.print(sheet("<p>Vorher"))
    process = printing._process
    assert process is not None
    process.send_signal(signal.SIGKILL)
    assert text_of(printing.print(sheet("<p>Nachher"))) == "Nachher"


def test_the_processes_end_with_whoever_started_them() -> None:
    program = (
        "import os, signal; from app.paper import Press, Sheet; press = Press(); press.print(Sheet('x', b''));"
        "print(press._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_a_server_that_ends_waits_for_a_sheet_only_so_long() -> None:
    async def ask() -> bytes:
        presses = Presses()
        asked = asyncio.create_task(presses.print(sheet("<p>x")))
        while not any(each._process for each in presses._all):
            await asyncio.sleep(0.01)
        await asyncio.to_thread(presses.close, 0.0)
        assert not any(each._process for each in presses._all), "no process is left behind"
        return await asked

    with pytest.raises(NotPrinted):
        asyncio.run(ask())


def test_sheets_of_the_server_are_printed_two_at_a_time_and_only_so_many_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(press, "MOST_WAITING", 4)

    async def ask() -> list[bytes | BaseException]:
        presses = Presses()
        try:
            asked = [presses.print(sheet(f"<p>Blatt {number}")) for number in range(6)]
            return await asyncio.gather(*asked, return_exceptions=True)
        finally:
            await asyncio.to_thread(presses.close)

    answers = asyncio.run(ask())
    printed = sorted(text_of(each) for each in answers if isinstance(each, bytes))
    assert printed == [f"Blatt {number}" for number in range(4)]
    assert [type(each) for each in answers if not isinstance(each, bytes)] == [TooMany, TooMany]
