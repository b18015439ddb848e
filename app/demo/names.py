"""Names of people and streets: pools drawn once from Faker, which is slow to ask each time."""

from dataclasses import dataclass
from functools import cache
from random import Random

from faker import Faker

from app.demo.chance import any_of

_LOCALES = {"DE": "de_DE", "AT": "de_AT", "PL": "pl_PL"}
_ELSEWHERE = {
    "CH": (
        "Urs Reto Beat Marco|Regula Claudia Sandra|Müller Keller Zimmermann Brunner Frei Ammann",
        "Bahnhofstrasse|Seestrasse|Dorfstrasse",
    ),
    "NL": (
        "Jan Pieter Daan Bram|Anouk Femke Sanne|Jansen Bakker Visser Smit Mulder",
        "Dorpsstraat|Stationsweg|Molenlaan",
    ),
    "FR": (
        "Luc Hugo Paul Louis|Claire Julie Manon|Martin Bernard Dubois Lefèvre Moreau",
        "rue de la Gare|rue Victor Hugo",
    ),
    "IT": (
        "Luca Marco Paolo Andrea|Giulia Sara Elena|Rossi Ferrari Romano Greco Conti",
        "Via Roma|Via Dante|Via Verdi",
    ),
    "CZ": (
        "Jan Petr Tomáš Jiří|Jana Hana Lucie|Novák Dvořák Černý Veselý Horák",
        "Nádražní|Husova|Školní|Zahradní",
    ),
    "SK": ("Ján Peter Martin|Zuzana Eva Monika|Horváth Kováč Varga Tóth Nagy", "Hlavná|Školská|Mierová"),
    "HU": (
        "Gábor László Zoltán|Katalin Ágnes Judit|Nagy Kovács Szabó Horváth Varga",
        "Fő utca|Kossuth utca|Petőfi utca",
    ),
    "BE": (
        "Luc Jan Dirk Koen|An Els Sofie|Peeters Janssens Maes Jacobs Willems",
        "Stationsstraat|Kerkstraat|Rue Haute",
    ),
    "DK": (
        "Lars Søren Jens Mads|Mette Anne Karen|Nielsen Jensen Hansen Pedersen",
        "Nørregade|Havnegade|Algade",
    ),
}
_USUAL_STREETS = {
    "DE": "Hauptstraße,Bahnhofstraße,Gartenstraße,Schulstraße,Bergstraße,Lindenstraße,Industriestraße,"
    "Goethestraße,Schillerstraße,Mühlenweg,Am Markt,Ringstraße,Kirchgasse,Hafenstraße,"
    "Heilbronner Straße,Talstraße",
    "AT": "Hauptstraße,Bahnhofstraße,Wiener Straße,Linzer Straße,Kirchengasse,Mozartstraße,Industriestraße,"
    "Schulgasse,Feldgasse,Am Anger,Salzburger Straße,Mühlgasse,Marktplatz,Raiffeisenstraße",
    "PL": "ul. Polna,ul. Leśna,ul. Słoneczna,ul. Krótka,ul. Szkolna,ul. Ogrodowa,ul. Lipowa,ul. Brzozowa,"
    "ul. Przemysłowa,ul. Kwiatowa,ul. Mickiewicza,al. Jana Pawła II,os. Słoneczne,pl. Wolności",
}


@dataclass(frozen=True, slots=True)
class Names:
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    surnames_of_women: tuple[str, ...]
    streets: tuple[str, ...]

    def person(self, chance: Random) -> str:
        """First name and surname that go together."""
        if chance.random() < 0.5:
            return f"{any_of(self.men, chance)} {any_of(self.surnames, chance)}"
        return f"{any_of(self.women, chance)} {any_of(self.surnames_of_women, chance)}"

    def street(self, chance: Random) -> str:
        return any_of(self.streets, chance)

    def surname(self, chance: Random) -> str:
        return any_of(self.surnames, chance)


@cache
def names(country: str) -> Names:
    return _from_faker(country) if country in _LOCALES else _from_table(country)


def _from_faker(country: str) -> Names:
    faker = Faker(_LOCALES[country])
    faker.seed_instance(1)
    usual = tuple(_USUAL_STREETS[country].split(","))
    drawn = [faker.street_name() for _ in range(1_000)]
    return Names(
        men=tuple(faker.first_name_male() for _ in range(1_000)),
        women=tuple(faker.first_name_female() for _ in range(1_000)),
        surnames=tuple(faker.last_name_male() for _ in range(2_000)),
        surnames_of_women=tuple(faker.last_name_female() for _ in range(2_000)),
        streets=usual * 12 + tuple(_street(name, country) for name in drawn if "-" not in name),
    )


def _street(name: str, country: str) -> str:
    return f"ul. {name}" if country == "PL" else name.replace("str.", "straße")


def _from_table(country: str) -> Names:
    people, streets = _ELSEWHERE[country]
    men, women, surnames = (tuple(part.split()) for part in people.split("|"))
    return Names(men, women, surnames, surnames, tuple(streets.split("|")))
