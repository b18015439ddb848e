"""Short texts a region's staff would type, in their language. German where it is not Polish."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.clients.model import Client, Kind
from app.demo.chance import any_of
from app.demo.trades import EXTRA_TAGS, EXTRA_TAGS_PL, Trade


@dataclass(frozen=True, slots=True)
class Wording:
    language: str
    positions: tuple[str, ...]
    regulars: str
    of_country: str
    small_business: str
    remarks: tuple[str, ...]

    def industry(self, trade: Trade) -> str:
        return trade.polish if self.language == "pl" else trade.german

    def tags(self, trade: Trade, kind: Kind, chance: Random) -> tuple[str, ...]:
        own = trade.tag_polish if self.language == "pl" else trade.tag_german
        extra: Sequence[str] = EXTRA_TAGS_PL if self.language == "pl" else EXTRA_TAGS
        tags = (own,) if kind != "person" and chance.random() < 0.85 else ()
        return (*tags, any_of(extra, chance)) if chance.random() < 0.2 else tags

    def groups(self, client: Client, home: str, chance: Random) -> tuple[str, ...]:
        groups = ["B2B" if client.is_business else "B2C"]
        if client.country != home:
            groups.append(self.of_country.format(country=client.country))
        roll = chance.random()
        if client.is_business and roll < 0.25:
            groups.insert(0, "VIP" if roll < 0.05 else self.regulars)
        return tuple(groups)


GERMAN = Wording(
    language="de",
    positions=("Geschäftsführung", "Einkauf", "Buchhaltung", "Technik", "Assistenz"),
    regulars="Stammkunden",
    of_country="Kunden {country}",
    small_business="Kleinunternehmer, keine USt-IdNr.",
    remarks=(
        "Rechnung immer mit Bestellnummer, sonst kommt sie zurück.",
        "Am besten vormittags anrufen.",
        "Ansprechpartner wechselt oft, vor Versand nachfragen.",
        "Lieferung nur nach Terminabsprache.",
        "Bevorzugt E-Mail, keine Anrufe.",
        "Kam über die Messe zu uns.",
        "Rechnungen bitte an die Buchhaltung in Kopie.",
        "Zahlt pünktlich, legt Wert auf schnelle Antwort.",
        "Rahmenvertrag wird jährlich im November verlängert.",
    ),
)
POLISH = Wording(
    language="pl",
    positions=("Zarząd", "Zakupy", "Księgowość", "Dział techniczny", "Sekretariat"),
    regulars="Stali",
    of_country="Klienci {country}",
    small_business="Zwolniony z VAT, bez numeru VAT UE",
    remarks=(
        "Faktury zawsze z numerem zamówienia, inaczej wracają.",
        "Najlepiej dzwonić przed południem.",
        "Osoba kontaktowa często się zmienia, przed wysyłką dopytać.",
        "Dostawa tylko po uzgodnieniu terminu.",
        "Woli e-mail, bez telefonów.",
        "Poznani na targach.",
        "Kopię faktury wysyłać do księgowości.",
        "Płaci w terminie, ceni szybką odpowiedź.",
        "Umowa ramowa przedłużana co roku w listopadzie.",
    ),
)


def wording(home: str) -> Wording:
    return POLISH if home == "PL" else GERMAN
