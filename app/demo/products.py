"""What the firm of the demo sells: what a small web agency does, with a few goods."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.catalogue.model import PARTS, Kind, Product, in_order

# item number | kind | unit | rate | EUR | PLN | German | English | Polish | description
_LINES = """
B-100|service|MON|standard|2900|12500|Betrieb und Wartung B2B-Shop|Operation and maintenance of the B2B shop|Utrzymanie i serwis sklepu B2B|
B-110|service|MON|standard|490|2100|Betrieb und Wartung Website|Operation and maintenance of the website|Utrzymanie i serwis strony www|
E-200|service|HUR|standard|100|430|Weiterentwicklung|Further development|Rozwój oprogramowania|
E-210|service|HUR|standard|120|515|Beratung|Consulting|Konsultacje|
E-220|service|DAY|standard|880|3780|Workshop vor Ort|Workshop on site|Warsztat na miejscu|
S-300|service|HUR|standard|120|515|Schulung, online|Training, online|Szkolenie online|
S-310|service|DAY|standard|960|4125|Schulung vor Ort|Training on site|Szkolenie na miejscu|
D-400|service|LS|standard|2400|10300|Gestaltung Startseite|Design of the home page|Projekt strony głównej|
D-410|service|C62|standard|85.5|367.65|Produktfoto, freigestellt|Product photo, cut out|Zdjęcie produktu bez tła|
H-500|service|ANN|standard|149|640|Domain und Zertifikat|Domain and certificate|Domena i certyfikat|
W-600|goods|C62|reduced|8.78|37.75|Handbuch, gedruckt|Manual, printed|Podręcznik drukowany|
W-610|goods|C62|standard|39.9|171.6|Handscanner|Hand-held scanner|Skaner ręczny|
R-700|service|KMT|standard|0.42|1.15|Fahrtkosten|Travel costs|Koszty dojazdu|
"""  # noqa: E501 - one product per line


def products(languages: tuple[str, ...]) -> Iterator[Product]:
    """In all languages and currencies; `languages` are the region's, by the first of which they are sorted."""
    for line in _LINES.strip().splitlines():
        code, kind, unit, rate, eur, pln, german, english, polish, detail = line.split("|")
        names = in_order({"de": german, "en": english, "pl": polish}, languages)
        yield Product(
            names=names, kind=_KINDS[kind], code=code, detail=detail, unit=unit, rate_key=rate,
            prices={"EUR": int(Decimal(eur) * PARTS), "PLN": int(Decimal(pln) * PARTS)},
        )  # fmt: skip


_KINDS: dict[str, Kind] = {"goods": "goods", "service": "service"}
