"""The clients everybody meets first: the ones in the product's own pictures and screenshots."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.clients.model import Client

# name | country | city | VAT ID | line of business (in German) | group | status, where it is not "active"
_GERMANY = """
Löwenstein Pharma SE|DE|Frankfurt am Main|DE218660246|Pharma|VIP
Brückner Logistik AG|DE|Hamburg|DE160616580|Logistik|VIP
Ulmer Präzisionsteile GmbH|DE|Ulm|DE242480782|Maschinenbau|Stammkunden
Bergmann & Söhne Maschinenbau GmbH|DE|Stuttgart|DE136695976|Maschinenbau|VIP
Rheinland Druck & Medien GmbH|DE|Düsseldorf|DE126202232|Druck und Medien|Stammkunden
Hanseatische Versicherungsmakler GmbH|DE|Bremen|DE134305587|Versicherungen|B2B
Donau Digital GmbH|AT|Wien|ATU74953044|IT-Dienstleistungen|Kunden AT
Straßenbau Weiß GmbH|DE|Erfurt|DE141584809|Bau|B2B|problematic
Fabryka Okien Wiśniewski sp. z o.o.|PL|Poznań|PL7173277437|Produktion|Stammkunden
Alpenblick Hotelbetriebs GmbH|AT|Innsbruck|ATU78887803|Gastronomie und Hotels|Kunden AT
Zimmermann Haustechnik GmbH|DE|Hannover|DE129461205|Haustechnik|B2B
Kaffeerösterei Lindenhof GmbH|DE|Freiburg im Breisgau|DE280267171|E-Commerce|B2B
Grünwald Immobilien GmbH|DE|München|DE182040756|Immobilien|VIP|problematic
Pichler Holzbau GmbH|AT|Linz|ATU33145361|Bau|Kunden AT
Institut für Arbeitsmedizin Köln GmbH|DE|Köln|DE138839103|Gesundheit|B2B
Śląskie Zakłady Ceramiczne S.A.|PL|Katowice|PL7538117552|Produktion|B2B
Elektro Hoffmann GmbH & Co. KG|DE|Dortmund|DE250315290|Haustechnik|Stammkunden
Weingut Sonnenhang KG|DE|Mainz|DE133439599|Landwirtschaft und Wein|B2B
Jahnke Steuerberatung PartGmbB|DE|Berlin|DE190753103|Steuerberatung|B2B
Van der Berg Bloemen B.V.|NL|Aalsmeer||E-Commerce|B2B
Verlag am Domplatz GmbH|DE|Regensburg|DE140438234|Druck und Medien|B2B|inactive
Nordlicht Energieberatung UG (haftungsbeschränkt)|DE|Kiel|DE294900776|Energie|B2B
Müller & Partner Orthopädietechnik OHG|DE|Nürnberg|DE252445007|Gesundheit|B2B
Krakowskie Studio Marki s.c.|PL|Kraków|PL5527347106|Marketing|B2B
Bergmann Metallbau e.K.|DE|Esslingen am Neckar||Produktion|B2B|inactive
Bergmann+Soehne Maschinenbau|DE|Stuttgart|DE136695976|Maschinenbau||inactive
Maschinenbau Bergmann & Söhne|DE|Stuttgart||Maschinenbau|
"""
_MORE: Mapping[str, Mapping[str, str]] = {
    "Bergmann & Söhne Maschinenbau GmbH": {
        "contact_name": "Sabine Bergmann",
        "email": "s.bergmann@bergmann-maschinenbau.example",
        "phone": "+49 711 2041140",
        "street": "Heilbronner Straße 128",
        "postal_code": "70192",
        "website": "https://bergmann-maschinenbau.example",
        "industry": "Maschinenbau",
    },
    "Bergmann Metallbau e.K.": {"kind": "sole_trader"},
    "Bergmann+Soehne Maschinenbau": {
        "email": "einkauf@bergmann-maschinenbau.example",
        "street": "Heilbronner Str. 12",
        "postal_code": "70191",
    },
    "Maschinenbau Bergmann & Söhne": {
        "contact_name": "Sabine Bergmann",
        "email": "s.bergmann@bergmann-maschinenbau.example",
        "phone": "+49 711 2041140",
        "street": "Industriestraße 4",
        "postal_code": "70565",
    },
}
# the same company as Bergmann & Söhne, typed in by colleagues in a hurry: nothing else is known of it
_BARE = ("Bergmann+Soehne Maschinenbau", "Maschinenbau Bergmann & Söhne")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a client, by field; with `bare`, that is all of it."""

    values: Mapping[str, str]
    trade: str
    groups: tuple[str, ...]
    bare: bool

    @property
    def client(self) -> Client:
        return Client(**self.values)  # type: ignore[arg-type]  # all of these fields are texts


def _parse(line: str) -> Known:
    name, country, city, vat_id, trade, group, *status = line.split("|")
    values = {"name": name, "country": country, "city": city, "status": (status or ["active"])[0]}
    values |= {"vat_id": vat_id} if vat_id else {}
    return Known(values | dict(_MORE.get(name, {})), trade, (group,) if group else (), name in _BARE)


def known(home: str) -> tuple[Known, ...]:
    """Germany's list is the long one. Elsewhere: those of the own country, and Bergmann & Söhne."""
    everybody = tuple(map(_parse, _GERMANY.strip().splitlines()))
    if home == "DE":
        return everybody
    here = (
        one
        for one in everybody
        if one.values["country"] == home or one.values["name"].startswith("Bergmann & ")
    )
    return tuple(Known(one.values, one.trade, (), one.bare) for one in here)
