"""The firm of the demo, with a branch in each region: who sends the invoices."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from app.seller.model import Seller
from app.settings import ROOT

_FONT = ROOT / "app" / "paper" / "fonts" / "Inter-SemiBold.ttf"
_BLUE, _INK = "#1d4f91", "#171c22"

FIRMS = {
    "DE": Seller(
        "Nordwerk Software GmbH", "Lindenallee 14", "10435", "Berlin", "DE", "DE287654324", "37/455/21901",
        "AG Charlottenburg, HRB 204417", "Jana Wolff", "Anna Krüger", "+49 30 55571120", "buchhaltung@nordwerk.example",
        "https://www.nordwerk.example", "Commerzbank Köln", "DE89370400440532013000", "COBADEFFXXX",
        footer="Vielen Dank für die Zusammenarbeit.",
    ),
    "AT": Seller(
        "Nordwerk Software GesmbH", "Lindengasse 22/4", "1070", "Wien", "AT", "ATU62345670", "09 123/4567",
        "HG Wien, FN 412345 k", "Jana Wolff", "Lukas Pichler", "+43 1 9971120", "rechnung@nordwerk.example",
        "https://www.nordwerk.example", "BAWAG Wien", "AT611904300234573201", "BAWAATWWXXX",
        footer="Wir danken für Ihren Auftrag.",
    ),
    "PL": Seller(
        "Nordwerk Software sp. z o.o.", "ul. Lipowa 8", "00-316", "Warszawa", "PL", "PL5252837467", "",
        "Sąd Rejonowy dla m.st. Warszawy, KRS 0000912345", "Jana Wolff", "Magdalena Zając", "+48 22 557 11 20",
        "faktury@nordwerk.example", "https://www.nordwerk.example", "Santander Bank Polska",
        "PL61109010140000071219812874", "WBKPPLPPXXX", footer="Dziękujemy za współpracę.",
    ),
}  # fmt: skip


def logo() -> bytes:
    """A square and the name beside it, sharp in print."""
    picture = Image.new("RGB", (600, 144), "white")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 24, 96, 120), 20, fill=_BLUE)
    draw.text((132, 72), "Nordwerk", fill=_INK, font=ImageFont.truetype(str(_FONT), 96), anchor="lm")
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
